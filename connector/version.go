package connector

// Version is the connector's, by Semantic Versioning: that of metadata.yaml, to which a test holds
// it. It stands in the help and in the User-Agent of each call.
const Version = "0.2.0"
