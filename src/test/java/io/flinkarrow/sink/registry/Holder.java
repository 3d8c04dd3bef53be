package io.flinkarrow.sink.registry;

import java.io.IOException;
import javax.annotation.Nullable;

/** Holds what it is told to; a flush lets go of all but its idle bytes and its footer. */
public final class Holder implements OpenWriter {

  final WriterRegistration registration;
  int flushes;
  boolean ended;

  private final OpenWriters openWriters;
  private final long idleBytes;
  private final long footerEntryBytes;
  private long held;
  private long rows;

  public Holder(OpenWriters openWriters, @Nullable String bucketId, long idleBytes) {
    this(openWriters, bucketId, idleBytes, 0);
  }

  public Holder(
      OpenWriters openWriters, @Nullable String bucketId, long idleBytes, long footerEntryBytes) {
    this.openWriters = openWriters;
    this.idleBytes = idleBytes;
    this.footerEntryBytes = footerEntryBytes;
    this.registration = openWriters.register(this, new PartFilePlace(bucketId, null));
  }

  /** An element of one row. */
  public void take(long bytes) throws IOException {
    held += bytes;
    rows++;
    openWriters.update(registration, state());
    openWriters.enforceBudget();
  }

  @Override
  public WriterMemoryUsage state() {
    long footer = flushes * footerEntryBytes;
    return new WriterMemoryUsage(
        held, idleBytes + footer + held, held, footerEntryBytes, rows, flushes);
  }

  @Override
  public void flushRowGroup() {
    held = 0;
    flushes++;
    openWriters.update(registration, state());
  }

  @Override
  public void endFile() {
    ended = true;
    openWriters.remove(registration);
  }

  @Override
  public void finishAhead() {}
}
