// Who reaches whom under a set of policies, by two engines that nobody here wrote: Cilium's own policy code
// and, for NetworkPolicies alone, cyclonus, which follows the Kubernetes text.
//
//	netpol-reach check PATH…                             a JSON line a policy; exit 1 when Cilium refuses one
//	netpol-reach list [-each] [-port TCP/80] [-peer IP] PATH…    a JSON line a pair of workloads (or outsider) and port
//
// With -each, every PATH is a set of its own, and its place among them is the line's "set".
// Reads NetworkPolicy, CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy, ClusterNetworkPolicy
// (policy.networking.k8s.io/v1alpha2), Namespace, Pod and whatever has a pod template; fields are not checked for spelling.
// Without -port: every port that a container or a policy names, and one that nobody does (TCP/65001).
// "cilium": Cilium with its defaults: identity by label (its label filter on), the own host always let in, CIDR rules
// never match a pod, toFQDNs, toServices and toGroups match nothing. "cyclonus": absent where it has no say (policies of
// other kinds, host, kube-apiserver); a pod's address is its status.podIP or 10.244.0.N.
// Exit 0 done, 1 a policy refused, 2 bad input.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/cilium/cilium/pkg/identity"
	"github.com/cilium/cilium/pkg/identity/identitymanager"
	ipcachetypes "github.com/cilium/cilium/pkg/ipcache/types"
	"github.com/cilium/cilium/pkg/k8s"
	ciliumv2 "github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2"
	slimv1 "github.com/cilium/cilium/pkg/k8s/slim/k8s/api/networking/v1"
	k8sutils "github.com/cilium/cilium/pkg/k8s/utils"
	"github.com/cilium/cilium/pkg/labels"
	"github.com/cilium/cilium/pkg/labelsfilter"
	"github.com/cilium/cilium/pkg/option"
	"github.com/cilium/cilium/pkg/policy"
	"github.com/cilium/cilium/pkg/policy/api"
	policytypes "github.com/cilium/cilium/pkg/policy/types"
	policyutils "github.com/cilium/cilium/pkg/policy/utils"
	testidentity "github.com/cilium/cilium/pkg/testutils/identity"
	testpolicy "github.com/cilium/cilium/pkg/testutils/policy"
	cilium "github.com/cilium/cilium/pkg/types"
	"github.com/cilium/cilium/pkg/u8proto"
	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	policyv1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"
)

type object struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Items             []json.RawMessage `json:"items"`
	raw               []byte
}

type peer struct {
	name     string
	id       *identity.Identity
	tcp, udp map[string]uint16
	outside  bool
	traffic  *matcher.TrafficPeer // nil: nothing that cyclonus knows
}

type namespaced struct {
	name   string
	labels map[string]string
}

func (n namespaced) GetName() string              { return n.name }
func (n namespaced) GetLabels() map[string]string { return n.labels }

type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

var logger = slog.New(slog.NewTextHandler(io.Discard, nil))

const cluster = "default"

func fail(format string, a ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", a...)
	os.Exit(2)
}

// What cyclonus would have to read, with policyTypes as the API server fills them in.
func plain(o object) *networkingv1.NetworkPolicy {
	var p networkingv1.NetworkPolicy
	if err := json.Unmarshal(o.raw, &p); err != nil {
		fail("%s: %v", o.Name, err)
	}
	if len(p.Spec.PolicyTypes) == 0 {
		p.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(p.Spec.Egress) > 0 {
			p.Spec.PolicyTypes = append(p.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
		}
	}
	for _, rule := range p.Spec.Ingress {
		protocols(rule.Ports)
	}
	for _, rule := range p.Spec.Egress {
		protocols(rule.Ports)
	}
	return &p
}

func protocols(ports []networkingv1.NetworkPolicyPort) {
	for i := range ports {
		if tcp := corev1.ProtocolTCP; ports[i].Protocol == nil {
			ports[i].Protocol = &tcp
		}
	}
}

func named(ports map[string]uint16, number uint16) string {
	for name, n := range ports {
		if n == number {
			return name
		}
	}
	return ""
}

func documents(path string) (out []object) {
	file, err := os.Open(path)
	if err != nil {
		fail("%v", err)
	}
	defer file.Close()
	decoder := utilyaml.NewYAMLOrJSONDecoder(file, 4096)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err == io.EOF {
			return out
		} else if err != nil {
			fail("%s: %v", path, err)
		}
		out = append(out, flatten(path, raw)...)
	}
}

func flatten(path string, raw []byte) (out []object) {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil
	}
	o := object{raw: raw}
	if err := json.Unmarshal(raw, &o); err != nil {
		fail("%s: %v", path, err)
	}
	if o.Kind == "" {
		fail("%s: an object without kind", path)
	}
	if o.Kind == "List" {
		for _, item := range o.Items {
			out = append(out, flatten(path, item)...)
		}
		return out
	}
	return []object{o}
}

func read(paths []string) (out []object) {
	for _, root := range paths {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if path == root || strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".yml") || strings.HasSuffix(path, ".json") {
				out = append(out, documents(path)...)
			}
			return nil
		})
		if err != nil {
			fail("%v", err)
		}
	}
	return out
}

// A policy as Cilium's rules, nil for an object that is none.
func rules(o object) (entries policytypes.PolicyEntries, is bool, err error) {
	group, _, _ := strings.Cut(o.APIVersion, "/")
	switch group + "/" + o.Kind {
	case "networking.k8s.io/NetworkPolicy":
		var p slimv1.NetworkPolicy
		if err = json.Unmarshal(o.raw, &p); err == nil {
			entries, err = k8s.ParseNetworkPolicy(logger, cluster, &p)
		}
	case "cilium.io/CiliumNetworkPolicy":
		var p ciliumv2.CiliumNetworkPolicy
		if err = json.Unmarshal(o.raw, &p); err == nil {
			if p.Namespace == "" {
				p.Namespace = "default"
			}
			r, e := p.Parse(logger, cluster)
			entries, err = policyutils.RulesToPolicyEntries(r), e
		}
	case "cilium.io/CiliumClusterwideNetworkPolicy":
		var p ciliumv2.CiliumClusterwideNetworkPolicy
		if err = json.Unmarshal(o.raw, &p); err == nil {
			r, e := p.Parse(logger, cluster)
			entries, err = policyutils.RulesToPolicyEntries(r), e
		}
	case "policy.networking.k8s.io/ClusterNetworkPolicy":
		var p policyv1alpha2.ClusterNetworkPolicy
		if err = json.Unmarshal(o.raw, &p); err == nil {
			entries, err = k8s.ParseClusterNetworkPolicy(logger, cluster, &p)
		}
	default:
		return nil, false, nil
	}
	return entries, true, err
}

func template(o object) (meta metav1.ObjectMeta, spec corev1.PodSpec, is bool) {
	var with struct {
		Spec struct {
			Template    *corev1.PodTemplateSpec `json:"template"`
			JobTemplate *struct {
				Spec struct {
					Template *corev1.PodTemplateSpec `json:"template"`
				} `json:"spec"`
			} `json:"jobTemplate"`
		} `json:"spec"`
	}
	if o.Kind == "Pod" && o.APIVersion == "v1" {
		var pod corev1.Pod
		if err := json.Unmarshal(o.raw, &pod); err != nil {
			fail("%s %s: %v", o.Kind, o.Name, err)
		}
		return pod.ObjectMeta, pod.Spec, true
	}
	if json.Unmarshal(o.raw, &with) != nil {
		return meta, spec, false
	}
	if with.Spec.JobTemplate != nil {
		with.Spec.Template = with.Spec.JobTemplate.Spec.Template
	}
	if with.Spec.Template == nil || len(with.Spec.Template.Spec.Containers) == 0 {
		return meta, spec, false
	}
	return with.Spec.Template.ObjectMeta, with.Spec.Template.Spec, true
}

func main() {
	if len(os.Args) < 2 {
		fail("check or list")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	var portFlags, peerFlags list
	each := flags.Bool("each", false, "every path is a set of its own")
	flags.Var(&portFlags, "port", "TCP/80, UDP/53; repeat")
	flags.Var(&peerFlags, "peer", "an address outside the cluster; repeat")
	flags.Parse(os.Args[2:])
	option.Config.EnableIPv4, option.Config.EnableIPv6 = true, false
	option.Config.UnsafeDaemonConfigOption.AllowLocalhost = option.AllowLocalhostAlways
	policy.SetPolicyEnabled(option.DefaultEnforcement)
	if err := labelsfilter.ParseLabelPrefixCfg(logger, nil, nil, ""); err != nil {
		fail("%v", err)
	}

	api.InitEntities(cluster) // else the entity "cluster" is nobody
	buffered := bufio.NewWriter(os.Stdout)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	sets := [][]string{flags.Args()}
	if *each {
		sets = nil
		for _, path := range flags.Args() {
			sets = append(sets, []string{path})
		}
	}
	refused := false
	for i, paths := range sets {
		refused = judge(os.Args[1], i, read(paths), portFlags, peerFlags, out) || refused
	}
	buffered.Flush()
	if refused {
		os.Exit(1)
	}
}

// The ports that pods name, for rules about where others may go.
type namedPorts struct{ all cilium.NamedPortMultiMap }

func (n namedPorts) GetNamedPorts() cilium.NamedPortMultiMap { return n.all }

// Whether Cilium refuses a policy.
func judge(command string, set int, objects []object, portFlags, peerFlags list, out *json.Encoder) bool {
	if len(objects) == 0 {
		fail("no objects")
	}
	refused := false
	type resource struct {
		id      ipcachetypes.ResourceID
		entries policytypes.PolicyEntries
	}
	var resources []resource
	namespaces := map[string]map[string]string{}
	onlyPlain := true
	var plainPolicies []*networkingv1.NetworkPolicy
	for _, o := range objects {
		if o.Kind == "Namespace" {
			l := map[string]string{"kubernetes.io/metadata.name": o.Name}
			for k, v := range o.Labels {
				l[k] = v
			}
			namespaces[o.Name] = l
		}
		entries, is, err := rules(o)
		if !is {
			continue
		}
		if o.Kind == "NetworkPolicy" && err == nil {
			plainPolicies = append(plainPolicies, plain(o))
		} else {
			onlyPlain = false
		}
		resources = append(resources, resource{ipcachetypes.NewResourceID(ipcachetypes.ResourceKindCNP, o.Namespace, o.Kind+"."+o.Name), entries})
		line := map[string]any{"kind": o.Kind, "namespace": o.Namespace, "name": o.Name, "valid": err == nil, "rules": len(entries)}
		if err != nil {
			line["error"] = err.Error()
			refused = true
		}
		if command == "check" {
			out.Encode(line)
		} else if err != nil {
			fmt.Fprintf(os.Stderr, "%s %s/%s: %v\n", o.Kind, o.Namespace, o.Name, err)
		}
	}
	switch command {
	case "check":
		if len(resources) == 0 {
			fail("no policies")
		}
		return refused
	case "list":
		if refused {
			return true
		}
	default:
		fail("check or list")
	}

	var peers []peer
	ports := map[string]bool{}
	next := identity.NumericIdentity(1000)
	for _, o := range objects {
		meta, spec, is := template(o)
		if !is {
			continue
		}
		ns := o.Namespace
		if ns == "" {
			ns = "default"
		}
		nsLabels, known := namespaces[ns]
		if !known {
			nsLabels = map[string]string{"kubernetes.io/metadata.name": ns}
		}
		account := spec.ServiceAccountName
		if account == "" {
			account = "default"
		}
		p := peer{name: ns + "/" + o.Kind + "/" + o.Name, tcp: map[string]uint16{}, udp: map[string]uint16{}}
		for _, c := range append(append([]corev1.Container{}, spec.InitContainers...), spec.Containers...) {
			for _, port := range c.Ports {
				protocol := string(port.Protocol)
				if protocol == "" {
					protocol = "TCP"
				}
				ports[protocol+"/"+strconv.Itoa(int(port.ContainerPort))] = true
				if port.Name != "" && protocol == "UDP" {
					p.udp[port.Name] = uint16(port.ContainerPort)
				} else if port.Name != "" {
					p.tcp[port.Name] = uint16(port.ContainerPort)
				}
			}
		}
		all := labels.Map2Labels(k8sutils.SanitizePodLabels(meta.Labels, namespaced{ns, nsLabels}, account, cluster), labels.LabelSourceK8s)
		relevant, _ := labelsfilter.Filter(all)
		p.id = identity.NewIdentity(next, relevant)
		address := fmt.Sprintf("10.244.0.%d", len(peers)+1)
		var status struct {
			Status struct {
				PodIP string `json:"podIP"`
			} `json:"status"`
		}
		if json.Unmarshal(o.raw, &status) == nil && status.Status.PodIP != "" {
			address = status.Status.PodIP
		}
		p.traffic = &matcher.TrafficPeer{IP: address, Internal: &matcher.InternalPeer{PodLabels: meta.Labels, NamespaceLabels: nsLabels, Namespace: ns}}
		next++
		peers = append(peers, p)
	}
	if len(peers) == 0 {
		fail("no workloads")
	}
	reserved := func(name string, id identity.NumericIdentity, names ...string) {
		l := labels.Labels{}
		for _, n := range names {
			l[n] = labels.NewLabel(n, "", labels.LabelSourceReserved)
		}
		peers = append(peers, peer{name: name, id: identity.NewIdentity(id, l), outside: true})
	}
	reserved("host", identity.ReservedIdentityHost, labels.IDNameHost)
	reserved("remote-node", identity.ReservedIdentityRemoteNode, labels.IDNameRemoteNode)
	reserved("kube-apiserver", identity.ReservedIdentityKubeAPIServer, labels.IDNameKubeAPIServer, labels.IDNameRemoteNode)
	reserved("world", identity.ReservedIdentityWorld, labels.IDNameWorld)
	local := identity.NumericIdentity(1<<24 + 1)
	for _, address := range peerFlags {
		a, err := netip.ParseAddr(address)
		if err != nil {
			fail("-peer %v", err)
		}
		peers = append(peers, peer{name: address, id: identity.NewIdentity(local, labels.GetCIDRLabels(netip.PrefixFrom(a, a.BitLen()))), outside: true,
			traffic: &matcher.TrafficPeer{IP: address}})
		local++
	}
	if len(portFlags) > 0 {
		ports = map[string]bool{}
		for _, p := range portFlags {
			ports[strings.ToUpper(p)] = true
		}
	} else {
		ports["TCP/65001"] = true
		number := regexp.MustCompile(`"port":"?(\d+)"?`)
		protocol := regexp.MustCompile(`"protocol":"UDP"`)
		for _, o := range objects {
			if _, is, _ := rules(o); !is {
				continue
			}
			for _, found := range number.FindAllStringSubmatch(string(o.raw), -1) {
				ports["TCP/"+found[1]] = true
				if protocol.Match(o.raw) {
					ports["UDP/"+found[1]] = true
				}
			}
		}
	}
	var sorted []string
	for p := range ports {
		sorted = append(sorted, p)
	}
	sort.Strings(sorted)

	ids := identity.IdentityMap{}
	for _, p := range peers {
		ids[p.id.ID] = p.id.LabelArray
	}
	manager := identitymanager.NewIDManager(logger)
	repository := policy.NewPolicyRepository(logger, ids, nil, nil, manager, testpolicy.NewPolicyMetricsNoop())
	repository.GetSelectorCache().SetLocalIdentityNotifier(testidentity.NewDummyIdentityNotifier())
	manager.Subscribe(testpolicy.SelectorCacheObserver{Cache: repository.GetSubjectSelectorCache()})
	for _, p := range peers {
		manager.Add(p.id)
	}
	for _, r := range resources {
		repository.ReplaceByResource(r.entries, r.id)
	}
	names := cilium.NewNamedPortMultiMap()
	for _, p := range peers {
		own := cilium.NamedPortMap{}
		for name, number := range p.tcp {
			own[name] = cilium.PortProto{Port: number, Proto: u8proto.TCP}
		}
		for name, number := range p.udp {
			own[name] = cilium.PortProto{Port: number, Proto: u8proto.UDP}
		}
		names.Update(p.id.ID, nil, own)
	}
	repository.SetNamedPortsGetter(namedPorts{names})
	second := matcher.BuildNetworkPolicies(true, plainPolicies)
	for _, from := range peers {
		for _, to := range peers {
			if from.outside && to.outside || from.name == to.name {
				continue
			}
			for _, p := range sorted {
				proto, number, _ := strings.Cut(p, "/")
				n, err := strconv.ParseUint(number, 10, 16)
				protocol, err2 := u8proto.ParseProtocol(proto)
				if err != nil || err2 != nil || n == 0 {
					fail("-port %s: PROTOCOL/NUMBER", p)
				}
				verdict, _, _, err := policy.LookupFlow(logger, repository, manager, policytypes.Flow{
					From: from.id, To: to.id, Proto: protocol, Dport: uint16(n), NamedPortsTCP: to.tcp, NamedPortsUDP: to.udp})
				if err != nil {
					fail("%s to %s: %v", from.name, to.name, err)
				}
				line := map[string]any{"set": set, "from": from.name, "to": to.name, "port": p, "cilium": verdict.Allowed(),
					"egress": verdict.Egress.String(), "ingress": verdict.Ingress.String()}
				if onlyPlain && from.traffic != nil && to.traffic != nil {
					name := named(to.tcp, uint16(n))
					if protocol == u8proto.UDP {
						name = named(to.udp, uint16(n))
					}
					line["cyclonus"] = second.IsTrafficAllowed(&matcher.Traffic{Source: from.traffic, Destination: to.traffic,
						ResolvedPort: int(n), ResolvedPortName: name, Protocol: corev1.Protocol(strings.ToUpper(proto))}).IsAllowed()
				}
				out.Encode(line)
			}
		}
	}
	return false
}
