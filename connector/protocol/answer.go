package protocol

import "encoding/json"

// protocolVersion is the one that this package was written for. The platform compares only the
// major number with those that it supports.
const protocolVersion = "0.18.0"

// Spec writes the answer to the spec command. connectionSpecification is the JSON Schema object of
// the configuration; its order is kept. Empty URLs are left out.
func (w *Writer) Spec(connectionSpecification json.RawMessage, documentationURL, changelogURL string) error {
	return w.send(message{Type: "SPEC", Spec: &connectorSpecification{
		ProtocolVersion:         protocolVersion,
		DocumentationURL:        documentationURL,
		ChangelogURL:            changelogURL,
		ConnectionSpecification: connectionSpecification,
	}})
}

// ConnectionStatus writes the answer to the check command. The message is shown to the user.
func (w *Writer) ConnectionStatus(ok bool, text string) error {
	status := "FAILED"
	if ok {
		status = "SUCCEEDED"
	}
	return w.send(message{Type: "CONNECTION_STATUS", ConnectionStatus: &connectionStatus{
		Status:  status,
		Message: w.Redact(text),
	}})
}

// Catalog writes the answer to the discover command.
func (w *Writer) Catalog(streams []Stream) error {
	if streams == nil {
		streams = []Stream{} // the list is required, null is no list
	}
	return w.send(message{Type: "CATALOG", Catalog: &catalog{Streams: streams}})
}

// Print writes a text that is no message: what a person asked for instead of messages. It is not
// masked.
func (w *Writer) Print(text []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.lines.reserve(len(text)); err != nil {
		return err
	}
	w.lines.bytes = append(w.lines.bytes, text...)
	return w.lines.flush()
}
