// Command floor is what the connector is measured against: it makes the calls of one stream and
// writes as many lines as the stream has records, and does nothing else. It reads no record,
// retries nothing, keeps no order and no limit.
//
//	floor pages   URL TOKEN SIZE RECORDS    a list of RECORDS objects, in pages of SIZE
//	floor details URL TOKEN SIZE RECORDS    a list of RECORDS ids, then an object for each, in batches of SIZE
//	floor parse   URL...                    documents of JSON, which it decodes, and writes no line
//
// A line is as many bytes of the answer as make the right number of lines.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// callsAtOnce is more than two cores can answer at a time, so that a client never waits for want of
// calls.
const callsAtOnce = 16

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	if len(args) > 1 && args[0] == "parse" {
		return parse(args[1:])
	}
	if len(args) != 5 {
		return errors.New("usage: floor pages|details URL TOKEN SIZE RECORDS, or floor parse URL [URL]")
	}
	size, err := strconv.Atoi(args[3])
	if err != nil {
		return fmt.Errorf("the size: %w", err)
	}
	records, err := strconv.Atoi(args[4])
	if err != nil {
		return fmt.Errorf("the records: %w", err)
	}
	f := &floor{url: args[1], token: args[2], out: bufio.NewWriterSize(stdout, 64<<10)}
	f.client.Transport = &http.Transport{MaxIdleConnsPerHost: callsAtOnce}
	switch args[0] {
	case "pages":
		err = f.pages(size, records)
	case "details":
		err = f.details(size)
	default:
		err = fmt.Errorf("%q is neither pages nor details", args[0])
	}
	if err != nil {
		return err
	}
	return f.out.Flush()
}

type floor struct {
	url, token string
	client     http.Client
	mu         sync.Mutex // guards out
	out        *bufio.Writer
}

func (f *floor) pages(size, records int) error {
	header := http.Header{"X-Pagination-Size": {strconv.Itoa(size)}}
	for {
		body, next, err := f.get(f.url, header)
		if err != nil {
			return err
		}
		f.write(body, min(size, records))
		if next == "" {
			return nil
		}
		records -= size
		header.Set("X-Pagination-Cursor", next)
	}
}

func (f *floor) details(batch int) error {
	body, _, err := f.get(f.url, http.Header{})
	if err != nil {
		return err
	}
	var ids []string
	if err := json.Unmarshal(body, &ids); err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(callsAtOnce)
	for len(ids) > 0 {
		some := ids[:min(batch, len(ids))]
		ids = ids[len(some):]
		group.Go(func() error {
			body, _, err := f.get(f.url+"/"+strings.Join(some, ","), http.Header{"X-Ovh-Batch": {","}})
			if err != nil {
				return err
			}
			f.write(body, len(some))
			return nil
		})
	}
	return group.Wait()
}

func (f *floor) get(url string, header http.Header) (body []byte, next string, err error) {
	request, err := http.NewRequest(http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	request.Header = header.Clone()
	request.Header.Set("Authorization", "Bearer "+f.token)
	response, err := f.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", url, response.Status)
	}
	return body, response.Header.Get("X-Pagination-Cursor-Next"), err
}

// write cuts body into lines of equal length, and none at the breaks that it has.
func (f *floor) write(body []byte, lines int) {
	for i, c := range body {
		if c == '\n' {
			body[i] = ' '
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	length := len(body) / lines
	for line := range lines {
		end := (line + 1) * length
		if line == lines-1 {
			end = len(body)
		}
		// An error of the output stays until it is flushed, and is found there.
		_, _ = f.out.Write(body[line*length : end])
		_ = f.out.WriteByte('\n')
	}
}

// parse decodes documents as encoding/json does for whoever declares nothing of them.
func parse(urls []string) error {
	var f floor
	for _, url := range urls {
		body, _, err := f.get(url, http.Header{})
		if err != nil {
			return err
		}
		var document any
		if err := json.Unmarshal(body, &document); err != nil {
			return fmt.Errorf("%s: %w", url, err)
		}
	}
	return nil
}
