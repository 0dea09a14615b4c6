using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Tests.Analyzers;

namespace StateGen.Generators.Tests.Structure;

/// <summary>A file of C# code in the repository, parsed but not bound.</summary>
/// <param name="Path">The path from the root of the repository, with forward slashes.</param>
/// <param name="Unit">The parsed file.</param>
/// <param name="LineCount">The number of lines.</param>
internal sealed record SourceFile(string Path, CompilationUnitSyntax Unit, int LineCount)
{
    private static readonly string[] BuildOutput = ["bin", "obj"];
    private static readonly Lazy<IReadOnlyList<SourceFile>> Known = new(() => [.. FindAll("src").Concat(FindAll("tests")).Select(Parse)]);

    /// <summary>Gets all hand-written files below <c>src</c> and <c>tests</c>; golden files are not among them.</summary>
    public static IReadOnlyList<SourceFile> All => Known.Value;

    /// <summary>Gets the files of what is shipped.</summary>
    public static IEnumerable<SourceFile> Shipped => All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal));

    /// <summary>Gets the folder from the root of the repository.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Gets the declared namespace; null for a file without one.</summary>
    public string? Namespace => Unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SingleOrDefault()?.Name.ToString();

    /// <summary>Gets the types that the file declares at its top level.</summary>
    public IEnumerable<MemberDeclarationSyntax> Types => Unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(declared => declared.Members);

    public bool DeclaresPublicType => Types.Any(type => type.Modifiers.Any(SyntaxKind.PublicKeyword));

    /// <summary>Gets the names of the types that the file declares.</summary>
    public IEnumerable<string> TypeNames => Types.Select(type => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier.ValueText,
        DelegateDeclarationSyntax declared => declared.Identifier.ValueText,
        _ => "",
    });

    /// <summary>Determines whether the code of the file names any type that another file declares.</summary>
    public bool Mentions(SourceFile other)
    {
        var names = other.TypeNames.SelectMany(name => (string[])[name, name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name]).ToHashSet(StringComparer.Ordinal);
        return Unit.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText));
    }

    private static IEnumerable<string> FindAll(string folder) => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => System.IO.Path.GetRelativePath(Repository.PathOf(), path).Replace('\\', '/'))
        .Where(path => !path.EndsWith(".verified.cs", StringComparison.Ordinal) && !path.Split('/').Intersect(BuildOutput, StringComparer.Ordinal).Any())
        .Order(StringComparer.Ordinal);

    private static SourceFile Parse(string path)
    {
        var text = File.ReadAllText(Repository.PathOf(path));
        var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), path);
        return new(path, (CompilationUnitSyntax)tree.GetRoot(), text.AsSpan().Count('\n'));
    }
}
