//go:build image

package image

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"
)

// patience bounds the whole run. The longest part compiles Go's library and the connector without a
// cache, a minute or two on two cores.
const patience = 15 * time.Minute

func TestMain(m *testing.M) {
	code, err := testMain(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// testMain finds or starts an engine, has the base images in it, and builds the image that the tests run.
func testMain(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	stop, err := startEngine(ctx)
	if err != nil {
		return 0, fmt.Errorf("the tests of the image need a Docker engine: %w", err)
	}
	defer stop()
	defer func() { err = errors.Join(err, removeImages(context.WithoutCancel(ctx))) }()
	if err := provideBases(ctx); err != nil {
		return 0, fmt.Errorf("providing the base images of the Dockerfile: %w", err)
	}
	if err := buildImage(ctx); err != nil {
		return 0, fmt.Errorf("building the image: %w", err)
	}
	return m.Run(), nil
}
