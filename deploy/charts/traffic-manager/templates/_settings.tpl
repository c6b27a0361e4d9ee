{{- /* Written by ChartTest. An image of the product, of (list . NAME). */ -}}
{{- define "traffic-manager.image" -}}
{{- $root := index . 0 -}}
{{- printf "%s/%s:%s" $root.Values.registry (index . 1) ($root.Values.tag | default $root.Chart.AppVersion) -}}
{{- end -}}

{{- /* What was chosen, as the command writes it on the Deployment. */ -}}
{{- define "traffic-manager.settings" -}}
{{- $chosen := dict -}}
{{- if ne .Values.registry "intercepts" -}}{{- $_ := set $chosen "registry" .Values.registry -}}{{- end -}}
{{- with .Values.tag -}}{{- $_ := set $chosen "tag" . -}}{{- end -}}
{{- with .Values.imagePullPolicy -}}{{- $_ := set $chosen "imagePullPolicy" . -}}{{- end -}}
{{- with .Values.imagePullSecrets -}}{{- $_ := set $chosen "imagePullSecrets" . -}}{{- end -}}
{{- if ne (int .Values.replicas) 2 -}}{{- $_ := set $chosen "replicas" (int .Values.replicas) -}}{{- end -}}
{{- if ne .Values.scope "cluster" -}}{{- $_ := set $chosen "scope" .Values.scope -}}{{- end -}}
{{- toJson $chosen -}}
{{- end -}}
