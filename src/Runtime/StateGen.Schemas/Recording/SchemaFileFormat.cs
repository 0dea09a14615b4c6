namespace StateGen.Schemas.Recording;

// StateSchema.Shipped.txt    { "generation N", blocks that are new or changed since generation N-1, "removed operator X" }
// StateSchema.Unshipped.txt  blocks that are new or changed since the last generation, "removed operator X"
//
// A later block replaces the earlier one of its name; what does not change is not repeated. Types belong to all operators of the file.
// "removed operator X" together with a block of X in one generation gives the earlier state of X up: no later version is meant to restore it.

/// <summary>The names of the files in which a project records schemas, and what they hold at first.</summary>
public static class SchemaFileFormat
{
    /// <summary>The name of the file of shipped generations.</summary>
    public const string ShippedName = "StateSchema.Shipped.txt";

    /// <summary>The name of the file of changes since.</summary>
    public const string UnshippedName = "StateSchema.Unshipped.txt";

    /// <summary>The first text of the file of shipped generations.</summary>
    public const string EmptyShipped =
        "# The state that shipped versions keep, by generation. 'stategen schema ship' appends to this file; nothing else changes it.\n";

    /// <summary>The first text of the file of changes since.</summary>
    public const string EmptyUnshipped =
        "# What the state of the next version adds and changes. Fixes in the editor write this file; 'stategen schema ship' moves it to StateSchema.Shipped.txt.\n";

    /// <summary>The name of a file.</summary>
    /// <param name="file">Which of the two.</param>
    public static string NameOf(SchemaFile file) => file == SchemaFile.Shipped ? ShippedName : UnshippedName;

    /// <summary>The comments and blank lines before the first block, which are kept when the file is written; with <c>\n</c> at line ends.</summary>
    internal static string HeaderOf(string text) =>
        string.Concat(Lines(text).TakeWhile(IsComment).Where(line => line.Length > 0).Select(line => line + "\n"));

    /// <summary>What follows the header, without blank lines around it; with <c>\n</c> at line ends.</summary>
    internal static string BodyOf(string text) => string.Join("\n", Lines(text).SkipWhile(IsComment)).Trim('\n');

    /// <summary>Gives a text the line ends of another.</summary>
    internal static string WithLineEndsOf(string original, string text) =>
        original.IndexOf("\r\n", StringComparison.Ordinal) < 0 ? text : text.Replace("\n", "\r\n");

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd());

    private static bool IsComment(string line) => line.Length == 0 || line[0] == '#';
}

/// <summary>The two files in which a project records the schemas of its operators.</summary>
public enum SchemaFile
{
    /// <summary>What was shipped, by generation. Only ever appended to.</summary>
    Shipped = 0,

    /// <summary>What changed since.</summary>
    Unshipped = 1,
}
