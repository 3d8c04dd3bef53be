package io.flinkarrow.parquet.footer;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileCryptoMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TMap;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.protocol.TStruct;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Untrusted footers and page headers, as thrift writes them: a string or list is no longer than the
 * bytes that could hold it, and structures are nested no deeper than those of the format, also
 * within unknown fields. Equal strings are one, because footers repeat the columns' names for each
 * row group. Where a chunk's metadata counts pages by encoding, those that parquet-java does not
 * know yet are PLAIN: they are none of a dictionary, and otherwise all columns would be unreadable.
 */
public final class BoundedThrift extends TCompactProtocol {

  /** The format has fewer than ten. */
  private static final int MAXIMUM_LEVELS = 64;

  /** Footer, row groups, row group, chunks, chunk, and its metadata: levels of the last one. */
  private static final int CHUNK_METADATA_LEVEL = 6;

  /** The fields that lead there, by level; lists are levels without fields. */
  private static final Map<Integer, Short> CHUNK_METADATA =
      Map.of(
          1, FileMetaData._Fields.ROW_GROUPS.getThriftFieldId(),
          3, RowGroup._Fields.COLUMNS.getThriftFieldId(),
          5, ColumnChunk._Fields.META_DATA.getThriftFieldId());

  /** Of what a chunk's metadata says of its pages with one encoding. */
  private static final int ENCODING_STATISTICS_LEVEL = CHUNK_METADATA_LEVEL + 2;

  private final Map<String, String> strings = new HashMap<>();
  private final short[] fields = new short[MAXIMUM_LEVELS + 1];
  private int level;

  private BoundedThrift(InputStream input, int most) throws TTransportException {
    super(
        new TIOStreamTransport(new TConfiguration(most, most, MAXIMUM_LEVELS), input), most, most);
  }

  public static FileMetaData footer(byte[] bytes) throws TException {
    FileMetaData footer = new FileMetaData();
    footer.read(new BoundedThrift(new ByteArrayInputStream(bytes), bytes.length));
    return footer;
  }

  /**
   * What comes before an encrypted footer.
   *
   * @param most bytes that it may have
   */
  public static FileCryptoMetaData cryptoMetadata(InputStream input, int most) throws TException {
    FileCryptoMetaData metadata = new FileCryptoMetaData();
    metadata.read(new BoundedThrift(input, most));
    return metadata;
  }

  /** A chunk's metadata that does not lie in the footer. */
  public static ColumnMetaData chunkMetadata(byte[] bytes) throws TException {
    BoundedThrift thrift = new BoundedThrift(new ByteArrayInputStream(bytes), bytes.length);
    thrift.level = CHUNK_METADATA_LEVEL - 1;
    CHUNK_METADATA.forEach((level, field) -> thrift.fields[level] = field);
    ColumnMetaData metadata = new ColumnMetaData();
    metadata.read(thrift);
    return metadata;
  }

  /** What is known of each page of a chunk. */
  public static ColumnIndex columnIndex(byte[] bytes) throws TException {
    ColumnIndex index = new ColumnIndex();
    index.read(new BoundedThrift(new ByteArrayInputStream(bytes), bytes.length));
    return index;
  }

  /** Where the pages of a chunk are. */
  public static OffsetIndex offsetIndex(byte[] bytes) throws TException {
    OffsetIndex index = new OffsetIndex();
    index.read(new BoundedThrift(new ByteArrayInputStream(bytes), bytes.length));
    return index;
  }

  /** What comes before the bits of a Bloom filter. */
  public static BloomFilterHeader bloomFilterHeader(InputStream input, int most) throws TException {
    BloomFilterHeader header = new BloomFilterHeader();
    header.read(new BoundedThrift(input, most));
    return header;
  }

  /**
   * @param most bytes that the header may have
   */
  public static PageHeader pageHeader(InputStream input, int most) throws TException {
    PageHeader header = new PageHeader();
    header.read(new BoundedThrift(input, most));
    return header;
  }

  @Override
  public String readString() throws TException {
    String string = super.readString();
    String known = strings.putIfAbsent(string, string);
    return known == null ? string : known;
  }

  @Override
  public TField readFieldBegin() throws TException {
    TField field = super.readFieldBegin();
    fields[level] = field.id;
    return field;
  }

  /** Enumerations are numbers; their first constants are 0: DATA_PAGE and PLAIN. */
  @Override
  public int readI32() throws TException {
    int number = super.readI32();
    if (level != ENCODING_STATISTICS_LEVEL || !isInEncodingStatistics()) {
      return number;
    }
    short field = fields[level];
    boolean unknown =
        (field == PageEncodingStats._Fields.ENCODING.getThriftFieldId()
                && Encoding.findByValue(number) == null)
            || (field == PageEncodingStats._Fields.PAGE_TYPE.getThriftFieldId()
                && PageType.findByValue(number) == null);
    return unknown ? 0 : number;
  }

  private boolean isInEncodingStatistics() {
    return fields[CHUNK_METADATA_LEVEL] == ColumnMetaData._Fields.ENCODING_STATS.getThriftFieldId()
        && CHUNK_METADATA.entrySet().stream()
            .allMatch(entry -> fields[entry.getKey()] == entry.getValue());
  }

  @Override
  public TStruct readStructBegin() throws TException {
    enter();
    return super.readStructBegin();
  }

  @Override
  public void readStructEnd() throws TException {
    super.readStructEnd();
    level--;
  }

  @Override
  public TList readListBegin() throws TException {
    enter();
    return super.readListBegin();
  }

  @Override
  public void readListEnd() throws TException {
    super.readListEnd();
    level--;
  }

  /** A set begins as a list. */
  @Override
  public void readSetEnd() throws TException {
    super.readSetEnd();
    level--;
  }

  @Override
  public TMap readMapBegin() throws TException {
    enter();
    return super.readMapBegin();
  }

  @Override
  public void readMapEnd() throws TException {
    super.readMapEnd();
    level--;
  }

  private void enter() throws TProtocolException {
    if (++level > MAXIMUM_LEVELS) {
      throw new TProtocolException(
          TProtocolException.DEPTH_LIMIT,
          "Its structures are nested deeper than %d levels".formatted(MAXIMUM_LEVELS));
    }
  }
}
