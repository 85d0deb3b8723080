import * as plus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hardenDropIn } from './hardening/drop-in';
import { recognize } from './hardening/instances';

/** A PersistentVolume of cdk8s-plus, hardened. */
export class PersistentVolume extends plus.PersistentVolume {
  static {
    recognize(PersistentVolume, plus.PersistentVolume);
  }

  public constructor(scope: Construct, id: string, props?: plus.PersistentVolumeProps) {
    super(scope, id, props);
    hardenDropIn(this, PersistentVolume);
  }
}

/** A PersistentVolume on AWS EBS of cdk8s-plus, hardened. */
export class AwsElasticBlockStorePersistentVolume extends plus.AwsElasticBlockStorePersistentVolume {
  static {
    recognize(AwsElasticBlockStorePersistentVolume, plus.AwsElasticBlockStorePersistentVolume);
  }

  public constructor(scope: Construct, id: string, props: plus.AwsElasticBlockStorePersistentVolumeProps) {
    super(scope, id, props);
    hardenDropIn(this, AwsElasticBlockStorePersistentVolume);
  }
}

/** A PersistentVolume on an Azure disk of cdk8s-plus, hardened. */
export class AzureDiskPersistentVolume extends plus.AzureDiskPersistentVolume {
  static {
    recognize(AzureDiskPersistentVolume, plus.AzureDiskPersistentVolume);
  }

  public constructor(scope: Construct, id: string, props: plus.AzureDiskPersistentVolumeProps) {
    super(scope, id, props);
    hardenDropIn(this, AzureDiskPersistentVolume);
  }
}

/** A PersistentVolume on a disk of Google Compute Engine of cdk8s-plus, hardened. */
export class GCEPersistentDiskPersistentVolume extends plus.GCEPersistentDiskPersistentVolume {
  static {
    recognize(GCEPersistentDiskPersistentVolume, plus.GCEPersistentDiskPersistentVolume);
  }

  public constructor(scope: Construct, id: string, props: plus.GCEPersistentDiskPersistentVolumeProps) {
    super(scope, id, props);
    hardenDropIn(this, GCEPersistentDiskPersistentVolume);
  }
}
