package apischema_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"source-ovhcloud-api/connector/apischema"
)

func Example() {
	fetch := func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		if path == "/" {
			path = "/_index.json"
		}
		return os.Open(filepath.Join("testdata", branch, path))
	}
	descriptions := apischema.New(fetch)
	op, err := descriptions.Operation(context.Background(), "GET", "v1", "/me/bill/{id}")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(op.Path, op.Status.Value, op.Status.Replacement)
	for _, p := range op.Response().Properties() {
		fmt.Printf("%s: %s\n", p.Name, p.Type.Name)
	}
	// Output:
	// /me/bill/{billId} DEPRECATED /me/invoice/{id}
	// billId: string
	// date: datetime
}
