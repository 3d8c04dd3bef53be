package io.flinkarrow.parquet.file;

import io.flinkarrow.parquet.encryption.FileModules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;

/** Writes what comes behind the row groups of a file: their indexes, the footer, and its length. */
record FileTail(
    FooterSchema schema,
    FileModules modules,
    LayoutCheck layoutCheck,
    List<RowGroupEntry> rowGroups,
    long rows) {

  /**
   * Call it once all row groups are written.
   *
   * @return the bytes of the footer
   */
  int writeIndexesAndFooter(Map<String, String> keyValueMetadata, BufferedFileOutput out)
      throws IOException {
    long indexStart = out.position();
    for (RowGroupEntry rowGroup : rowGroups) {
      rowGroup.writeColumnIndexes(out);
    }
    for (RowGroupEntry rowGroup : rowGroups) {
      rowGroup.writeOffsetIndexes(out);
    }
    List<RowGroup> entries = new FooterRowGroups(rowGroups);
    IntToLongFunction filterBytes = ordinal -> rowGroups.get(ordinal).bloomFilterBytes();
    layoutCheck.checkFile(entries, filterBytes, modules.magic().length, indexStart, out.position());
    return writeFooter(entries, keyValueMetadata, out);
  }

  private int writeFooter(
      List<RowGroup> entries, Map<String, String> keyValueMetadata, BufferedFileOutput out)
      throws IOException {
    FileMetaData footer =
        new FileMetaData(ParquetFileAssembler.FORMAT_VERSION, schema.elements(), rows, entries);
    keyValueMetadata.forEach(
        (key, value) -> footer.addToKey_value_metadata(new KeyValue(key).setValue(value)));
    footer.setCreated_by(schema.createdBy());
    footer.setColumn_orders(schema.columnOrders());
    long start = out.position();
    modules.writeFooter(footer, out);
    long length = out.position() - start;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "The footer of %d row groups and %d columns has %d bytes, but a file can't say more than %d: end files earlier or make row groups larger"
              .formatted(rowGroups.size(), schema.columns().size(), length, Integer.MAX_VALUE));
    }
    return (int) length;
  }

  /** Without it what is in the stream is no file. */
  void writeEnd(int footerLength, BufferedFileOutput out) throws IOException {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(footerLength >>> shift);
    }
    out.write(modules.magic());
  }
}
