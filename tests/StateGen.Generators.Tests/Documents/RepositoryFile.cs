using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Documents;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">The path within the repository, with <c>/</c> between folders.</param>
/// <param name="Text">The text, with <c>\n</c> as line end.</param>
internal sealed record RepositoryFile(string Path, string Text)
{
    /// <summary>Reads a file.</summary>
    public static RepositoryFile Read(string path) => new(path, File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n"));

    /// <summary>Reads the files in and below a folder whose names match a pattern, in the ordinal order of their paths, without the output of builds.</summary>
    public static IEnumerable<RepositoryFile> Find(string folder, string pattern) => Directory
        .EnumerateFiles(Repository.PathOf(folder), pattern, SearchOption.AllDirectories)
        .Select(path => System.IO.Path.GetRelativePath(Repository.PathOf(), path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal)
        .Select(Read);
}
