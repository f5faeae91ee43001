{{- define "collector.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "collector.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "collector.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "collector.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "collector.selector" -}}
app.kubernetes.io/name: {{ include "collector.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "collector.labels" -}}
{{ include "collector.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "collector.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}
{{- end }}

{{/* The configuration: what was given, and what the chart itself has to know. */}}
{{- define "collector.config" -}}
{{- if eq (int .Values.health.port) (int .Values.metrics.port) }}
{{- fail (printf "health.port and metrics.port are both %v: two servers cannot listen at one port; set one of them to another" .Values.health.port) }}
{{- end }}
{{- range $part := list "inputs" "outputs" }}
{{- if not (hasKey $.Values.config $part) }}
{{- fail (printf "config.%s is missing: put inputs and outputs under config, as in the file config.yaml (docs/configuration.md)" $part) }}
{{- end }}
{{- end }}
{{- range $setting, $value := dict "health" "health.port" "metrics" "metrics.port" "external_storage" "externalStorage.existingClaim" "encryption" "encryption.keys" }}
{{- if hasKey ($.Values.config.globals | default dict) $setting }}
{{- fail (printf "config.globals.%s is made by the chart, which has to know it: remove it, and set %s in the values" $setting $value) }}
{{- end }}
{{- end }}
{{- $globals := dict
  "health" (dict "address" (printf "0.0.0.0:%v" .Values.health.port) "allow_remote" true)
  "metrics" (dict "prometheus" (printf "0.0.0.0:%v" .Values.metrics.port) "allow_remote" true) }}
{{- if .Values.externalStorage.existingClaim }}
{{- $_ := set $globals "external_storage" (dict "folder" "/var/lib/ctci-collector/payloads") }}
{{- end }}
{{- if .Values.encryption.keys }}
{{- $keys := list }}
{{- range .Values.encryption.keys }}
{{- $keys = append $keys (dict "id" .id "key_file" (printf "/run/secrets/ctci-collector-keys/%s" .file)) }}
{{- end }}
{{- $_ := set $globals "encryption" (dict "keys" $keys) }}
{{- end }}
{{- toYaml (mergeOverwrite (deepCopy .Values.config) (dict "globals" $globals)) }}
{{- end }}

{{- define "collector.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "collector.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "collector.env" -}}
- { name: LOG_FORMAT, value: json }
- { name: LOG_LEVEL, value: {{ .Values.logLevel }} }
- { name: TEMPORAL_ADDRESS, value: {{ required "temporal.address is missing: host:port of the frontend of your Temporal" .Values.temporal.address | quote }} }
- { name: TEMPORAL_NAMESPACE, value: {{ .Values.temporal.namespace | quote }} }
{{- with .Values.temporal.apiKey }}
{{- if .secretName }}
- name: TEMPORAL_API_KEY
  valueFrom: { secretKeyRef: { name: {{ .secretName }}, key: {{ .key }} } }
{{- end }}
{{- end }}
{{- with .Values.temporal.tls }}
{{- if .secretName }}
- { name: TEMPORAL_TLS_CLIENT_CERT_PATH, value: /run/secrets/temporal-tls/tls.crt }
- { name: TEMPORAL_TLS_CLIENT_KEY_PATH, value: /run/secrets/temporal-tls/tls.key }
{{- if .caKey }}
- { name: TEMPORAL_TLS_SERVER_CA_CERT_PATH, value: {{ printf "/run/secrets/temporal-tls/%s" .caKey }} }
{{- end }}
{{- end }}
{{- if .serverName }}
- { name: TEMPORAL_TLS_SERVER_NAME, value: {{ .serverName | quote }} }
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "collector.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
- { name: config, mountPath: /etc/ctci-collector, readOnly: true }
- { name: secrets, mountPath: /run/secrets/ctci-collector, readOnly: true }
{{- if .Values.encryption.keys }}
- { name: keys, mountPath: /run/secrets/ctci-collector-keys, readOnly: true }
{{- end }}
{{- if .Values.temporal.tls.secretName }}
- { name: temporal-tls, mountPath: /run/secrets/temporal-tls, readOnly: true }
{{- end }}
{{- if .Values.externalStorage.existingClaim }}
- { name: payloads, mountPath: /var/lib/ctci-collector/payloads }
{{- end }}
{{- end }}

{{/* Of a Secret, the group of the pod may read: that is how user 1000 gets at a file of root. */}}
{{- define "collector.volumes" -}}
- name: tmp
  emptyDir: { medium: Memory, sizeLimit: 64Mi }
- name: config
  configMap: { name: {{ include "collector.fullname" . }} }
- name: secrets
  secret: { secretName: {{ .Values.secretName }}, defaultMode: 0440 }
{{- if .Values.encryption.keys }}
- name: keys
  secret: { secretName: {{ .Values.encryption.secretName }}, defaultMode: 0440 }
{{- end }}
{{- if .Values.temporal.tls.secretName }}
- name: temporal-tls
  secret: { secretName: {{ .Values.temporal.tls.secretName }}, defaultMode: 0440 }
{{- end }}
{{- if .Values.externalStorage.existingClaim }}
- name: payloads
  persistentVolumeClaim: { claimName: {{ .Values.externalStorage.existingClaim }} }
{{- end }}
{{- end }}
