using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StateGen.RocksDb;

namespace StateGen.TestKit.Compiler;

/// <summary>Makes compilations as strict as a user can: documentation required, nullable, every warning an error.</summary>
internal static class CompilationFactory
{
    public const string UnrelatedFile = "Unrelated.cs";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading.Tasks;
        global using StateGen;
        global using StateGen.TestKit;
        global using StateGen.TestKit.Compiler;
        """;

    private const LanguageVersion CSharp14 = (LanguageVersion)1400;

    /// <summary>The oldest language that has partial properties on the oldest compiler that we support, C# 14 where the compiler knows it.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(Enum.IsDefined(CSharp14) ? CSharp14 : LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static readonly CSharpCompilationOptions Options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithGeneralDiagnosticOption(ReportDiagnostic.Error)
        .WithWarningLevel(9999);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"
                || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(OperatorAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(StateGen.Schemas.OperatorSchema).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(RocksDbBackend).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(CompilationFactory).Assembly.Location),
        // The test project, whose types the code may use.
        MetadataReference.CreateFromFile(Assembly.GetEntryAssembly()!.Location),
    ];

    // Compilations that begin with this one share its view of the references, which costs more to build than most sources of tests do.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Sample", [Parse(Usings, "Usings.cs"), Parse("internal static class Unrelated;", UnrelatedFile)], References, Options);

    /// <summary>Compiles sources as they are written, without what is generated.</summary>
    public static CSharpCompilation Create(params IEnumerable<string> sources) =>
        Empty.AddSyntaxTrees([.. sources.Select((source, index) => Parse(source, $"File{index}.cs"))]);

    /// <summary>Compiles sources into an assembly of another name.</summary>
    public static CSharpCompilation Create(IEnumerable<string> sources, string name) => Create(sources).WithAssemblyName(name);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path, System.Text.Encoding.UTF8);

    /// <summary>The same compilation with another text in one file.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, string path, Func<string, string> edit)
    {
        var tree = compilation.SyntaxTrees.Single(candidate => candidate.FilePath == path);
        return compilation.ReplaceSyntaxTree(tree, Parse(edit(tree.ToString()), path));
    }
}
