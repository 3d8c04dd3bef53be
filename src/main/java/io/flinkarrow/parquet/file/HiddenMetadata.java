package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.ChunkDecryption;
import io.flinkarrow.parquet.encryption.ModuleType;
import io.flinkarrow.parquet.encryption.UndecryptedModuleException;
import io.flinkarrow.parquet.footer.BoundedThrift;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.ColumnMetaData;
import shaded.parquet.org.apache.thrift.TException;

/** The metadata of a chunk that is a module of its own. */
final class HiddenMetadata {

  private HiddenMetadata() {}

  /**
   * @param place of the chunk, for messages
   */
  static ColumnMetaData open(byte[] module, ChunkDecryption decryption, String place)
      throws IOException {
    int length = module.length - ChunkDecryption.LENGTH_BYTES;
    int stated = length < 0 ? -1 : ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (stated != length) {
      throw new UndecryptedModuleException(
          "The metadata " + place,
          "it should be a module of %d bytes, but is one of %d".formatted(length, stated),
          null);
    }
    byte[] open =
        decryption.open(
            ModuleType.COLUMN_METADATA, place, module, ChunkDecryption.LENGTH_BYTES, length);
    try {
      return BoundedThrift.chunkMetadata(open);
    } catch (TException | RuntimeException e) {
      throw new UndecryptedModuleException(
          "The metadata " + place, "it is not what the format asks for", e);
    }
  }
}
