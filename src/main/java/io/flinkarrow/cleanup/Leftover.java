package io.flinkarrow.cleanup;

import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * Files that one attempt left behind.
 *
 * @param kind what they are
 * @param path the file, or the directory that holds the files
 * @param files the files, none of them a link
 * @param directories those that hold nothing else than the files, in the order in which they can be
 *     removed
 * @param bytes the files' lengths together
 * @param lastModified when the latest of them was, in milliseconds since 1970; 0 without files
 */
record Leftover(
    LeftoverKind kind,
    Path path,
    List<Path> files,
    List<Path> directories,
    long bytes,
    long lastModified) {

  static Leftover ofFile(LeftoverKind kind, Path file, long bytes, long lastModified) {
    return new Leftover(kind, file, List.of(file), List.of(), bytes, lastModified);
  }
}
