// psa-check judges manifests with the Pod Security admission library that every API server runs.
//
//	psa-check [-level restricted] [-version latest] [FILE|DIR|- ...]
//	psa-check -matrix [-level baseline,restricted] [-version v1.0,v1.1,latest] [FILE|DIR|- ...]
//
// One JSON line an object that holds a pod spec, in the order of the input. Objects of other kinds, and kinds of the
// same name in foreign API groups, are passed over. With -matrix, each object is judged at every level in every version:
// the line lists the versions that deny it, by level, in place of reasons. Exit 0: all allowed; 1: some denied; 2: bad input (said on
// standard error, the rest is still judged).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/yaml"
)

type verdict struct {
	File      string              `json:"file"`
	Kind      string              `json:"kind"`
	Namespace string              `json:"namespace"`
	Name      string              `json:"name"`
	Allowed   bool                `json:"allowed"`
	Reasons   []string            `json:"reasons,omitempty"`
	Details   []string            `json:"details,omitempty"`
	Denied    map[string][]string `json:"denied,omitempty"`
}

// What one input came to.
type report struct {
	verdicts   []verdict
	complaints []error
}

type judge struct {
	evaluator policy.Evaluator
	levels    []api.LevelVersion
	matrix    bool
}

func main() {
	level := flag.String("level", "restricted", "privileged, baseline or restricted")
	version := flag.String("version", "latest", "latest or v1.N")
	matrix := flag.Bool("matrix", false, "every level in every version, both comma-separated lists")
	flag.Parse()

	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	check(err)
	j := &judge{evaluator: evaluator, matrix: *matrix}
	for _, level := range strings.Split(*level, ",") {
		for _, version := range strings.Split(*version, ",") {
			lv, err := api.ParseLevel(level)
			check(err)
			v, err := api.ParseVersion(version)
			check(err)
			j.levels = append(j.levels, api.LevelVersion{Level: lv, Version: v})
		}
	}
	if !j.matrix && len(j.levels) > 1 {
		check(errors.New("several levels or versions need -matrix"))
	}

	inputs := flag.Args()
	if len(inputs) == 0 {
		inputs = []string{"-"}
	}
	files, missing := expand(inputs)
	denied, failed := false, false
	complain := func(file string, err error) {
		failed = true
		fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
	}
	for file, err := range missing {
		complain(file, err)
	}
	buffered := bufio.NewWriter(os.Stdout)
	out := json.NewEncoder(buffered)
	for i, pending := range j.all(files) {
		r := <-pending
		for _, err := range r.complaints {
			complain(files[i], err)
		}
		for _, v := range r.verdicts {
			denied = denied || !v.Allowed
			check(out.Encode(v))
		}
	}
	check(buffered.Flush())
	switch {
	case failed:
		os.Exit(2)
	case denied:
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// The files to read, folders walked, and the inputs that could not be.
func expand(inputs []string) (files []string, missing map[string]error) {
	missing = map[string]error{}
	for _, input := range inputs {
		if input == "-" {
			files = append(files, input)
			continue
		}
		err := filepath.WalkDir(input, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".yaml", ".yml", ".json":
				files = append(files, path)
			default:
				if path == input { // named outright: read whatever it is called
					files = append(files, path)
				}
			}
			return nil
		})
		if err != nil {
			missing[input] = err
		}
	}
	return files, missing
}

// Judges the files side by side; the reports come in the order of the files.
func (j *judge) all(files []string) []chan report {
	reports := make([]chan report, len(files))
	for i := range reports {
		reports[i] = make(chan report, 1)
	}
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for i := range next {
				reports[i] <- j.file(files[i])
			}
		}()
	}
	go func() {
		for i := range files {
			next <- i
		}
		close(next)
	}()
	return reports
}

func (j *judge) file(path string) (r report) {
	var text []byte
	var err error
	if path == "-" {
		text, err = io.ReadAll(os.Stdin)
	} else {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		r.complaints = append(r.complaints, err)
		return r
	}
	for _, document := range documents(text) {
		objects, err := parse(document)
		if err != nil {
			r.complaints = append(r.complaints, err)
		}
		for _, raw := range objects {
			j.object(&r, path, raw, metav1.TypeMeta{})
		}
	}
	return r
}

// The YAML documents of a stream. A line that starts with "---" opens one, and may carry its first content;
// "..." closes one.
func documents(text []byte) (all [][]byte) {
	var current []byte
	flush := func() {
		if len(bytes.TrimSpace(current)) > 0 {
			all = append(all, current)
		}
		current = nil
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	for _, line := range bytes.SplitAfter(text, []byte("\n")) {
		switch {
		case marker(line, "---"):
			flush()
			current = append(current, line[3:]...)
		case marker(line, "..."):
			flush()
		case len(current) == 0 && bytes.HasPrefix(line, []byte("%")): // a directive
		default:
			current = append(current, line...)
		}
	}
	flush()
	return all
}

func marker(line []byte, mark string) bool {
	rest, found := bytes.CutPrefix(line, []byte(mark))
	return found && (len(rest) == 0 || strings.IndexByte(" \t\r\n", rest[0]) >= 0)
}

// The JSON objects of a document: one of YAML, or several of JSON one after the other.
func parse(document []byte) ([]json.RawMessage, error) {
	if bytes.HasPrefix(bytes.TrimSpace(document), []byte("{")) {
		decoder := json.NewDecoder(bytes.NewReader(document))
		var objects []json.RawMessage
		for {
			var raw json.RawMessage
			err := decoder.Decode(&raw)
			if err == io.EOF {
				return objects, nil
			}
			if err != nil {
				break // a YAML flow mapping
			}
			objects = append(objects, raw)
		}
		if len(objects) > 0 {
			return objects, errors.New("text after a JSON object that is not JSON")
		}
	}
	raw, err := yaml.YAMLToJSON(document)
	if err != nil || string(raw) == "null" {
		return nil, err
	}
	return []json.RawMessage{raw}, nil
}

// known: what an item of a typed list is, which may not say so itself.
func (j *judge) object(r *report, file string, raw []byte, known metav1.TypeMeta) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		r.complaints = append(r.complaints, errors.New("a document that is not an object"))
		return
	}
	kind, version := known.Kind, known.APIVersion
	_ = json.Unmarshal(fields["kind"], &kind)
	_ = json.Unmarshal(fields["apiVersion"], &version)
	if of, isList := strings.CutSuffix(kind, "List"); isList {
		var items []json.RawMessage
		_ = json.Unmarshal(fields["items"], &items)
		item := metav1.TypeMeta{}
		if of != "" {
			item = metav1.TypeMeta{Kind: of, APIVersion: version}
		}
		for _, raw := range items {
			j.object(r, file, raw, item)
		}
		return
	}
	groups, ours := groupsOf[kind]
	if !ours {
		return
	}
	if version == "" {
		r.complaints = append(r.complaints, fmt.Errorf("%s without an apiVersion", kind))
		return
	}
	group, _, grouped := strings.Cut(version, "/")
	if !grouped {
		group = ""
	}
	if !slices.Contains(groups, group) {
		return
	}
	var named struct {
		Metadata struct{ Name, GenerateName, Namespace string }
	}
	if err := json.Unmarshal(raw, &named); err != nil {
		r.complaints = append(r.complaints, fmt.Errorf("%s: %w", kind, err))
		return
	}
	name := named.Metadata.Name
	if name == "" {
		name = named.Metadata.GenerateName
	}
	podMeta, podSpec, err := podOf(kind, raw)
	if err != nil {
		r.complaints = append(r.complaints, fmt.Errorf("%s %s: %w", kind, name, err))
		return
	}
	if podSpec == nil {
		return
	}
	for i := range podSpec.Volumes {
		if volume := &podSpec.Volumes[i]; volume.VolumeSource == (corev1.VolumeSource{}) {
			volume.EmptyDir = &corev1.EmptyDirVolumeSource{} // what the API server makes of a volume without a source
		}
	}
	v := verdict{File: file, Kind: kind, Namespace: named.Metadata.Namespace, Name: name, Allowed: true}
	for _, level := range j.levels {
		result := policy.AggregateCheckResults(j.evaluator.EvaluatePod(level, podMeta, podSpec))
		v.Allowed = v.Allowed && result.Allowed
		if !j.matrix {
			v.Reasons, v.Details = result.ForbiddenReasons, result.ForbiddenDetails
		} else if !result.Allowed {
			if v.Denied == nil {
				v.Denied = map[string][]string{}
			}
			v.Denied[string(level.Level)] = append(v.Denied[string(level.Level)], level.Version.String())
		}
	}
	r.verdicts = append(r.verdicts, v)
}

// The API groups in which a kind is the one that holds pods; "" is the core group.
var groupsOf = map[string][]string{
	"Pod": {""}, "PodTemplate": {""}, "ReplicationController": {""},
	"Deployment": {"apps", "extensions"}, "DaemonSet": {"apps", "extensions"}, "ReplicaSet": {"apps", "extensions"},
	"StatefulSet": {"apps"}, "Job": {"batch"}, "CronJob": {"batch"},
}

func podOf(kind string, raw []byte) (*metav1.ObjectMeta, *corev1.PodSpec, error) {
	into := func(object any) error { return json.Unmarshal(raw, object) }
	template := func(t *corev1.PodTemplateSpec, err error) (*metav1.ObjectMeta, *corev1.PodSpec, error) {
		return &t.ObjectMeta, &t.Spec, err
	}
	switch kind {
	case "Pod":
		var o corev1.Pod
		err := into(&o)
		return &o.ObjectMeta, &o.Spec, err
	case "PodTemplate":
		var o corev1.PodTemplate
		return template(&o.Template, into(&o))
	case "ReplicationController":
		var o corev1.ReplicationController
		if err := into(&o); err != nil || o.Spec.Template == nil {
			return nil, nil, err
		}
		return template(o.Spec.Template, nil)
	case "Deployment":
		var o appsv1.Deployment
		return template(&o.Spec.Template, into(&o))
	case "StatefulSet":
		var o appsv1.StatefulSet
		return template(&o.Spec.Template, into(&o))
	case "DaemonSet":
		var o appsv1.DaemonSet
		return template(&o.Spec.Template, into(&o))
	case "ReplicaSet":
		var o appsv1.ReplicaSet
		return template(&o.Spec.Template, into(&o))
	case "Job":
		var o batchv1.Job
		return template(&o.Spec.Template, into(&o))
	case "CronJob":
		var o batchv1.CronJob
		return template(&o.Spec.JobTemplate.Spec.Template, into(&o))
	}
	return nil, nil, nil
}
