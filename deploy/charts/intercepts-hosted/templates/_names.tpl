{{- /* Short enough that a StatefulSet of it can label its pods, which takes 27 more. */ -}}
{{- define "hosted.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 36 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 36 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "hosted.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: hosted-service
{{- end }}

{{- define "hosted.trial-selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: trial-postgres
{{- end }}

{{- define "hosted.labels" -}}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "hosted.secret" -}}
{{- .Values.secrets.existing | default (include "hosted.name" .) }}
{{- end }}

{{- define "hosted.web-host" -}}
{{- (urlParse .Values.publicUrl).hostname }}
{{- end }}

{{- define "hosted.tunnel-host" -}}
{{- (urlParse .Values.tunnelUrl).hostname }}
{{- end }}

{{- define "hosted.database-url" -}}
{{- $host := .Values.database.host -}}
{{- if .Values.trialPostgres.enabled -}}
{{- if $host }}{{ fail "database.host and trialPostgres.enabled: give one of them" }}{{ end -}}
{{- $host = printf "%s-trial-postgres" (include "hosted.name" .) -}}
{{- else if not $host -}}
{{- fail "database.host: give the host of a PostgreSQL, or trialPostgres.enabled=true for trying things out" }}
{{- end -}}
jdbc:postgresql://{{ $host }}:{{ int .Values.database.port }}/{{ .Values.database.name }}{{ with .Values.database.parameters }}?{{ . }}{{ end }}
{{- end }}

{{- define "hosted.forwarded-headers" -}}
{{- .Values.forwardedHeaders | default (ternary "native" "none" .Values.ingress.enabled) }}
{{- end }}

{{- /* What belongs together, where no schema can say so. */ -}}
{{- define "hosted.check" -}}
{{- $web := include "hosted.web-host" . -}}
{{- if or (eq $web .Values.previewDomain) (hasSuffix (printf ".%s" .Values.previewDomain) $web) }}
{{- fail (printf "previewDomain: %s (expected: a domain apart from the dashboard's, which is at %s)" .Values.previewDomain $web) }}
{{- end }}
{{- if not .Values.secrets.existing }}
{{- range $name := list "databasePassword" "secretKey" "githubClientId" "githubClientSecret" }}
{{- if not (index $.Values.secrets $name) }}
{{- fail (printf "secrets.%s: give it, or the name of a Secret that has it (secrets.existing)" $name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
