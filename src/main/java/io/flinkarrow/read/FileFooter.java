package io.flinkarrow.read;

import io.flinkarrow.parquet.file.FileSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.MessageType;

/**
 * What a file's end says of the file: schema and row groups, checked against the file's length.
 *
 * @param writer null if the file does not name a writer that parquet-java knows bugs of
 */
record FileFooter(MessageType schema, List<RowGroupChunks> rowGroups, ParsedVersion writer) {

  /**
   * Reads the footer.
   *
   * @throws IOException if the file is no Parquet file, or one that is damaged
   * @throws UnsupportedOperationException if the file is encrypted
   */
  static FileFooter read(ParquetInput file) throws IOException {
    FooterBytes bytes = FooterBytes.read(file);
    FileMetaData metadata;
    MessageType schema;
    try {
      metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes.footer()));
      schema = FileSchema.read(metadata.getSchema());
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "The footer of %s, %d bytes from byte %d on, is not what the format asks for: %s. The file is damaged; write it again"
              .formatted(file.path(), bytes.footer().length, bytes.start(), e.getMessage()),
          e);
    }
    int columns = FieldPlace.columns(schema);
    List<RowGroupChunks> rowGroups = new ArrayList<>();
    for (int ordinal = 0; ordinal < metadata.getRow_groupsSize(); ordinal++) {
      rowGroups.add(
          RowGroupChunks.of(
              file.path(), ordinal, metadata.getRow_groups().get(ordinal), columns, bytes.start()));
    }
    return new FileFooter(schema, List.copyOf(rowGroups), writer(metadata.getCreated_by()));
  }

  private static ParsedVersion writer(String createdBy) {
    try {
      return createdBy == null ? null : VersionParser.parse(createdBy);
    } catch (VersionParseException e) {
      return null;
    }
  }
}
