package io.flinkarrow.parquet.encryption;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What binds the modules of one file to the file and to their places in it. */
final class ModuleAad {

  private final byte[] file;

  /**
   * @param prefix of the user; empty for none
   * @param fileIdentifier random bytes of the file
   */
  ModuleAad(byte[] prefix, byte[] fileIdentifier) {
    this.file =
        ByteBuffer.allocate(prefix.length + fileIdentifier.length)
            .put(prefix)
            .put(fileIdentifier)
            .array();
  }

  byte[] ofFooter() {
    return ByteBuffer.allocate(file.length + 1).put(file).put(ModuleType.FOOTER.number()).array();
  }

  /**
   * All ordinals are at most {@link Short#MAX_VALUE}.
   *
   * @param page {@link PageModules#NO_ORDINAL} for what is of no data page
   */
  byte[] of(ModuleType type, int rowGroup, int column, int page) {
    boolean isDataPage = page != PageModules.NO_ORDINAL;
    ByteBuffer aad =
        ByteBuffer.allocate(file.length + 1 + (isDataPage ? 3 : 2) * Short.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(file)
            .put(type.number())
            .putShort((short) rowGroup)
            .putShort((short) column);
    return isDataPage ? aad.putShort((short) page).array() : aad.array();
  }
}
