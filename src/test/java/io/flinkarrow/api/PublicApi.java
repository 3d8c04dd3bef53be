package io.flinkarrow.api;

import io.flinkarrow.docs.Documents;
import io.flinkarrow.sink.ArrowParquetSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javassist.CannotCompileException;
import javassist.ClassClassPath;
import javassist.ClassPool;
import javassist.CtBehavior;
import javassist.CtClass;
import javassist.CtConstructor;
import javassist.CtField;
import javassist.CtMember;
import javassist.CtMethod;
import javassist.Modifier;
import javassist.NotFoundException;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.ClassFile;
import javassist.bytecode.ExceptionsAttribute;
import javassist.bytecode.MethodInfo;

/**
 * The classes that {@code docs/reference/api.md} lists, as class files with nothing in them but
 * what users can refer to. The main program writes them down as the version to compare with.
 */
final class PublicApi {

  static final Path PAGE = Path.of("docs/reference/api.md");

  static final Path BASELINE = Path.of("src/test/resources/io/flinkarrow/api/baseline.jar");

  /** What a test does to the classes before they are compared. */
  interface Change {
    void apply(Map<String, CtClass> types) throws CannotCompileException, NotFoundException;
  }

  private static final String ROOT = "io.flinkarrow.";

  /** In descriptors, signatures and names of exceptions, up to the outermost class. */
  private static final Pattern OUR_CLASS = Pattern.compile("io/flinkarrow/[\\w/]+");

  private PublicApi() {}

  /** A version has been released: see docs/contributing.md. */
  public static void main(String[] arguments) throws IOException {
    Files.write(BASELINE, archive(types -> {}));
  }

  /** The full names of the classes that the page lists. */
  static Set<String> listed() {
    return Documents.table(PAGE, "# Public API").stream()
        .flatMap(row -> Arrays.stream(row.get(1).split(", ")).map(name -> row.get(0) + "." + name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A jar of them as they are built now. */
  static byte[] archive(Change change) {
    ClassPool pool = new ClassPool();
    pool.appendClassPath(new ClassClassPath(ArrowParquetSink.class));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      Set<String> listed = listed();
      Map<String, CtClass> types = new TreeMap<>();
      for (String name : listed) {
        add(types, pool.get(name), listed);
      }
      for (CtClass type : types.values()) {
        reduce(type, listed);
      }
      change.apply(types);
      for (CtClass type : types.values()) {
        prune(type.getClassFile());
        JarEntry entry = new JarEntry(type.getName().replace('.', '/') + ".class");
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        jar.putNextEntry(entry);
        jar.write(type.toBytecode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NotFoundException | CannotCompileException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** With the visible classes nested in it, and its parents, whose members it has too. */
  private static void add(Map<String, CtClass> types, CtClass type, Set<String> listed)
      throws NotFoundException {
    types.put(type.getName(), type);
    for (CtClass nested : type.getDeclaredClasses()) {
      if (isVisible(nested.getModifiers())) {
        add(types, nested, listed);
      }
    }
    CtClass parent = type.getSuperclass();
    if (parent != null && parent.getName().startsWith(ROOT) && !listed.contains(parent.getName())) {
      add(types, parent, listed);
      parent.setModifiers(Modifier.setPackage(parent.getModifiers()));
    }
  }

  private static void reduce(CtClass type, Set<String> listed) throws NotFoundException {
    for (CtMethod method : type.getDeclaredMethods()) {
      if (!isApi(method, listed)) {
        type.removeMethod(method);
      }
    }
    for (CtConstructor constructor : type.getDeclaredConstructors()) {
      if (!isApi(constructor, listed)) {
        type.removeConstructor(constructor);
      }
    }
    if (type.getClassInitializer() != null) {
      type.removeConstructor(type.getClassInitializer());
    }
    for (CtField field : type.getDeclaredFields()) {
      if (!isVisible(field.getModifiers()) || !namesOnly(field, listed)) {
        type.removeField(field);
      }
    }
  }

  /** Javassist leaves the names of exceptions in the constants that it drops. */
  private static void prune(ClassFile type) {
    Map<MethodInfo, String[]> thrown = new IdentityHashMap<>();
    for (MethodInfo method : type.getMethods()) {
      ExceptionsAttribute exceptions = method.getExceptionsAttribute();
      if (exceptions != null) {
        thrown.put(method, exceptions.getExceptions());
        method.removeExceptionsAttribute();
      }
    }
    type.prune();
    thrown.forEach(
        (method, names) -> {
          ExceptionsAttribute exceptions = new ExceptionsAttribute(type.getConstPool());
          exceptions.setExceptions(names);
          method.setExceptionsAttribute(exceptions);
        });
  }

  private static boolean isApi(CtBehavior behavior, Set<String> listed) {
    ExceptionsAttribute thrown = behavior.getMethodInfo().getExceptionsAttribute();
    boolean bridge =
        (behavior.getMethodInfo().getAccessFlags() & (AccessFlag.SYNTHETIC | AccessFlag.BRIDGE))
            != 0;
    return isVisible(behavior.getModifiers())
        && !bridge
        && namesOnly(behavior, listed)
        && (thrown == null
            || Arrays.stream(thrown.getExceptions())
                .allMatch(name -> namesOnly(name.replace('.', '/'), listed)));
  }

  private static boolean namesOnly(CtMember member, Set<String> listed) {
    return namesOnly(member.getSignature() + member.getGenericSignature(), listed);
  }

  private static boolean namesOnly(String signature, Set<String> listed) {
    return OUR_CLASS
        .matcher(signature)
        .results()
        .allMatch(name -> listed.contains(name.group().replace('/', '.')));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
