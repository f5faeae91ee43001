import type { CtciCounters } from './ctci-simulator';

export interface Counting {
  request(path: string): void;
  key(accepted: boolean): void;
  login(): void;
  download(): void;
  read(): CtciCounters;
}

export function startCounting(): Counting {
  const requests = new Map<string, number>();
  let keysAccepted = 0;
  let keysRefused = 0;
  let logins = 0;
  let downloads = 0;
  return {
    request: (path) => void requests.set(path, (requests.get(path) ?? 0) + 1),
    key: (accepted) => {
      if (accepted) keysAccepted += 1;
      else keysRefused += 1;
    },
    login: () => {
      logins += 1;
    },
    download: () => {
      downloads += 1;
    },
    read: () => ({ requests: Object.fromEntries(requests), keysAccepted, keysRefused, logins, downloads }),
  };
}
