import { control } from '../control';
import { pod } from '../requirement';
import { hostPathOutside, named, reaching } from './host-path';

const volume = (path: string) => ({ volumes: [{ name: 'host', hostPath: { path } }] });

export const kubeletCredentialPath = control({
  id: 'kubelet-credential-path',
  family: 'pod',
  title: 'Never mount node or cloud credential files',
  severity: 'critical',
  why: 'With the credentials of the node or of its cloud account a pod reads every secret that the node may read, and more.',
  references: { kubernetes: 'https://kubernetes.io/docs/reference/access-authn-authz/node/' },
  counterparts: {
    kubescape: ['C-0020'],
    kyverno: ['disallow-host-path'],
    gatekeeper: ['K8sPSPHostFilesystem'],
  },
  notes:
    'A directory above a home other than `/root` is not counted: what lies in it cannot be known. Paths are compared as the node reads them, without doubled slashes, dots and a slash at the end.',
  parameters: {
    /** Files and directories: they, what lies in them and every directory above. */
    files: [
      '/etc/kubernetes/azure.json',
      '/etc/kubernetes/cloud.conf',
      '/etc/kubernetes/pki',
      '/etc/kubernetes/admin.conf',
      '/etc/kubernetes/super-admin.conf',
      '/etc/kubernetes/controller-manager.conf',
      '/etc/kubernetes/scheduler.conf',
      '/etc/kubernetes/kubelet.conf',
      '/etc/kubernetes/bootstrap-kubelet.conf',
      '/etc/rancher/k3s/k3s.yaml',
      '/etc/rancher/rke2/rke2.yaml',
      '/var/lib/kubelet/pki',
      '/var/lib/kubelet/kubeconfig',
      '/var/lib/kube-proxy/kubeconfig',
      '/root/.kube',
      '/root/.aws',
      '/root/.azure',
      '/root/.config/gcloud',
    ],
    /** What is kept in a home, wherever that is: it and what lies in it. */
    homes: ['.aws', '.azure', '.config/gcloud', '.kube'],
  },
  require: ({ files, homes }) =>
    pod(
      'volumes[].hostPath.path',
      hostPathOutside(
        'absent or a path that leads to no credentials of the node, the kubelet or a cloud account',
        'Give the workload an identity of its own (a ServiceAccount, workload identity of the cloud) and take the mount out.',
        reaching(files),
        named(homes),
      ),
    ),
  examples: {
    pass: [
      { because: 'a directory of its own', pod: volume('/srv/web/data') },
      { because: 'no credentials lie there', pod: volume('/etc/kubernetes/manifests') },
      { because: 'it only begins with the same letters', pod: volume('/srv/.awsome') },
    ],
    fail: [
      { because: 'the cloud credentials of the node', pod: volume('/etc/kubernetes/azure.json') },
      { because: 'spelled otherwise', pod: volume('//etc/kubernetes/./azure.json/') },
      { because: 'the directory that they lie in', pod: volume('/etc/kubernetes') },
      { because: 'the key of the kubelet', pod: volume('/var/lib/kubelet/pki/kubelet-client-current.pem') },
      { because: 'every directory above gives it as well', pod: volume('/var/lib') },
      { because: 'the kubeconfig of an administrator', pod: volume('/etc/kubernetes/admin.conf') },
      { because: 'the cloud credentials of a person, in any home', pod: volume('/home/jo/.aws/credentials') },
      { because: 'a directory of two steps', pod: volume('/.config/gcloud') },
    ],
  },
});
