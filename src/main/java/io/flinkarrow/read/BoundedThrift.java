package io.flinkarrow.read;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TMap;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.protocol.TStruct;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Footers and page headers as thrift writes them, from anybody: a string or list is no longer than
 * the bytes that could hold it, and structures are nested no deeper than those of the format, also
 * within fields that nobody knows. Equal strings are one, because footers repeat the columns' names
 * for each row group.
 */
final class BoundedThrift extends TCompactProtocol {

  /** The format has fewer than ten. */
  private static final int MOST_LEVELS = 64;

  private final Map<String, String> strings = new HashMap<>();
  private int level;

  private BoundedThrift(InputStream input, int most) throws TTransportException {
    super(new TIOStreamTransport(new TConfiguration(most, most, MOST_LEVELS), input), most, most);
  }

  static FileMetaData footer(byte[] bytes) throws TException {
    FileMetaData footer = new FileMetaData();
    footer.read(new BoundedThrift(new ByteArrayInputStream(bytes), bytes.length));
    return footer;
  }

  /**
   * @param most bytes that the header may have
   */
  static PageHeader pageHeader(InputStream input, int most) throws TException {
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
    if (++level > MOST_LEVELS) {
      throw new TProtocolException(
          TProtocolException.DEPTH_LIMIT,
          "Its structures are nested deeper than %d levels".formatted(MOST_LEVELS));
    }
  }
}
