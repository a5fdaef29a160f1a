// Accepts a published log with none of our code: golang.org/x/mod/sumdb/note and tlog.
//
// usage: verify <folder of /log/> <name+id+key> <older checkpoint>
//
// Checks both checkpoints' signatures, reads every leaf's hash out of our tiles (each proved
// against the root while it is read), compares it with the entry bundles, then checks inclusion
// and consistency proofs: its own, and those that we made and wrote beside the log.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

type proofs struct {
	Inclusion   map[string][]string `json:"inclusion"`
	Consistency []string            `json:"consistency"`
}

type tiles struct {
	folder string
	size   int64
}

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		body, err := os.ReadFile(filepath.Join(t.folder, path(strconv.Itoa(tile.L), tile.N, tile.W)))
		if err != nil {
			return nil, err
		}
		read = append(read, body)
	}
	return read, nil
}

// path is the C2SP tlog-tiles path; Go's own module checksum database has another one.
func path(level string, n int64, w int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if w != width {
		name += fmt.Sprintf(".p/%d", w)
	}
	return "tile/" + level + "/" + name
}

func main() {
	folder, key, older := os.Args[1], os.Args[2], os.Args[3]
	verifier, err := note.NewVerifier(key)
	must(err)
	tree := open(filepath.Join(folder, "checkpoint"), verifier)
	old := open(older, verifier)
	reader := tlog.TileHashReader(tree, tiles{folder, tree.N})

	for index, leaf := range leaves(folder, tree.N) {
		hash, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(index))})
		must(err)
		if hash[0] != tlog.RecordHash(leaf) {
			fail("leaf %d is not what its tile says", index)
		}
	}
	check(folder, tree, old, reader)
	fmt.Printf("ok %d %d\n", old.N, tree.N)
}

func check(folder string, tree, old tlog.Tree, reader tlog.HashReader) {
	var ours proofs
	body, err := os.ReadFile(filepath.Join(folder, "proofs.json"))
	must(err)
	must(json.Unmarshal(body, &ours))
	if len(ours.Inclusion) == 0 {
		fail("no inclusion proofs were given")
	}
	for text, steps := range ours.Inclusion {
		index, err := strconv.ParseInt(text, 10, 64)
		must(err)
		hash, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err)
		must(tlog.CheckRecord(hashes(steps), tree.N, tree.Hash, index, hash[0]))
		own, err := tlog.ProveRecord(tree.N, index, reader)
		must(err)
		must(tlog.CheckRecord(own, tree.N, tree.Hash, index, hash[0]))
	}
	must(tlog.CheckTree(hashes(ours.Consistency), tree.N, tree.Hash, old.N, old.Hash))
	own, err := tlog.ProveTree(tree.N, old.N, reader)
	must(err)
	must(tlog.CheckTree(own, tree.N, tree.Hash, old.N, old.Hash))
}

func open(file string, verifier note.Verifier) tlog.Tree {
	body, err := os.ReadFile(file)
	must(err)
	opened, err := note.Open(body, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		fail("the checkpoint is of %s", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return tlog.Tree{N: size, Hash: hash}
}

func leaves(folder string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*width < size; n++ {
		w := int64(width)
		if size-n*width < w {
			w = size - n*width
		}
		body, err := os.ReadFile(filepath.Join(folder, path("entries", n, int(w))))
		must(err)
		for rest := bytes.NewBuffer(body); rest.Len() > 0; {
			head := rest.Next(2)
			all = append(all, append([]byte{}, rest.Next(int(head[0])<<8|int(head[1]))...))
		}
	}
	if int64(len(all)) != size {
		fail("there are %d leaves, not %d", len(all), size)
	}
	return all
}

func hashes(texts []string) []tlog.Hash {
	var all []tlog.Hash
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		must(err)
		all = append(all, hash)
	}
	return all
}

func must(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
