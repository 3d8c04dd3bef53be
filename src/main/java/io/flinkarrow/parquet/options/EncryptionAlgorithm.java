package io.flinkarrow.parquet.options;

/**
 * How the parts of encrypted files are encrypted, named as in the Parquet format. Both use AES with
 * keys of 128, 192 or 256 bits.
 */
public enum EncryptionAlgorithm {
  /** Everything by GCM: whoever changes or moves a part of the file is found out. */
  AES_GCM_V1,

  /**
   * Pages by CTR, which needs less time and does not tell if their values were changed; everything
   * else by GCM.
   */
  AES_GCM_CTR_V1
}
