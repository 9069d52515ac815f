# Made beside config.json, which may hold keys: keep it out of the repository, or fill it in by a template.
terraform {
  required_providers {
    # The next major version has other resources.
    airbyte = { source = "airbytehq/airbyte", version = "~> 0.13" }
  }
}

variable "workspace_id" { type = string }

variable "definition_id" {
  type        = string
  description = "Of the custom connector, as Airbyte shows it under Settings, Sources."
}

resource "airbyte_source_custom" "ovhcloud_api" {
  name          = "OVHcloud API"
  workspace_id  = var.workspace_id
  definition_id = var.definition_id
  configuration = file("config.json")
}
