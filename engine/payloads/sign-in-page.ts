/** Where a person gives the browser the token of the codec endpoint, once a day. */
export function signInPage(words: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Payloads of the CTCI collector</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; }
input, button { font: inherit; padding: .4rem .6rem; }
input { width: 100%; box-sizing: border-box; margin: .5rem 0; }
</style>
</head>
<body>
<h1>Payloads of the CTCI collector</h1>
<p>${words}</p>
<form method="post" action="/sign-in">
<label>Token of this endpoint
<input name="token" type="password" autocomplete="off" required autofocus></label>
<button>Sign in</button>
</form>
</body>
</html>
`;
}
