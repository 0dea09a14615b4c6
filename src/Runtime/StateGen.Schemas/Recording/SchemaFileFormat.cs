namespace StateGen.Schemas.Recording;

// StateSchema.Shipped.txt    { "generation N", blocks that are new or changed since generation N-1, "removed operator X" }
// StateSchema.Unshipped.txt  blocks that are new or changed since the last generation, "removed operator X"
//
// A later block replaces the earlier block of its name; unchanged blocks are not repeated. Types belong to all operators of the file.
// "removed operator X" together with a block of X in one generation gives up the earlier state of X: later versions do not restore it.

/// <summary>Provides the names and the initial content of the files in which a project records schemas.</summary>
public static class SchemaFileFormat
{
    /// <summary>The name of the file of shipped generations.</summary>
    public const string ShippedName = "StateSchema.Shipped.txt";

    /// <summary>The name of the file of changes since the last shipped generation.</summary>
    public const string UnshippedName = "StateSchema.Unshipped.txt";

    /// <summary>The initial text of the file of shipped generations.</summary>
    public const string EmptyShipped =
        "# The state that shipped versions keep, by generation. 'stategen schema ship' appends to this file; nothing else changes it.\n";

    /// <summary>The initial text of the file of changes since the last shipped generation.</summary>
    public const string EmptyUnshipped =
        "# The state that the next version adds and changes. Fixes in the editor write this file; "
        + "'stategen schema ship' moves it to StateSchema.Shipped.txt.\n";

    /// <summary>Returns the name of a file.</summary>
    /// <param name="file">One of the two files.</param>
    public static string NameOf(SchemaFile file) => file == SchemaFile.Shipped ? ShippedName : UnshippedName;

    /// <summary>Returns the comments before the first block, which are kept when the file is written; with <c>\n</c> at line ends.</summary>
    internal static string HeaderOf(string text) =>
        string.Concat(Lines(text).TakeWhile(IsComment).Where(line => line.Length > 0).Select(line => line + "\n"));

    /// <summary>Returns the text behind the header, without blank lines around it; with <c>\n</c> at line ends.</summary>
    internal static string BodyOf(string text) => string.Join("\n", Lines(text).SkipWhile(IsComment)).Trim('\n');

    /// <summary>Converts the line ends of a text to those of another text.</summary>
    internal static string WithLineEndsOf(string original, string text) =>
        original.IndexOf("\r\n", StringComparison.Ordinal) < 0 ? text : text.Replace("\n", "\r\n");

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd());

    private static bool IsComment(string line) => line.Length == 0 || line[0] == '#';
}

/// <summary>Specifies one of the two files in which a project records the schemas of its operators.</summary>
public enum SchemaFile
{
    /// <summary>The shipped generations. The file is only ever appended to.</summary>
    Shipped = 0,

    /// <summary>The changes since the last shipped generation.</summary>
    Unshipped = 1,
}
