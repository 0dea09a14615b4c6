using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Tests.Analyzers;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Documents;

/// <summary>Compiles the code of a document as one project that references StateGen and its packages, xunit, MessagePack, NodaTime and CsvHelper. Each block is a file.</summary>
internal static class DocumentedCode
{
    private const string Usings = "global using System.IO; global using System.Threading; global using Xunit;";

    // Examples have no documentation of their own.
    private const string MissingDocumentation = "CS1591";

    // MessagePack was compiled against an earlier version of the runtime; the SDK suppresses this too.
    private const string NewerReference = "CS1701";

    private static readonly MetadataReference[] Packages =
    [
        .. new[]
        {
            typeof(FactAttribute), typeof(Assert), typeof(Xunit.Sdk.IXunitSerializable),
            typeof(MessagePack.StateGenResolver), typeof(global::MessagePack.MessagePackSerializer), typeof(NodaTime.Instant),
            typeof(StateGen.Csv.CsvSource), typeof(CsvHelper.CsvRow), typeof(StateGen.Testing.OperatorHarness),
            typeof(StateGen.AzureBlob.AzureBlobCheckpoints), typeof(StateGen.S3.S3Checkpoints),
            typeof(StateGen.Relational.Postgres.PostgresCheckpoints), typeof(Npgsql.NpgsqlDataSource),
        }.Select(type => type.Assembly.Location)
            .Distinct(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(IEnumerable<string> blocks)
    {
        var compilation = AnalyzedCode.Compile([Usings, .. blocks.Select(WithMain)]);
        var severities = compilation.Options.SpecificDiagnosticOptions.SetItem(MissingDocumentation, ReportDiagnostic.Suppress).SetItem(NewerReference, ReportDiagnostic.Suppress);
        return compilation.AddReferences(Packages).WithOptions(compilation.Options.WithSpecificDiagnosticOptions(severities));
    }

    /// <summary>Moves the statements outside of types into a method, so that several blocks of a document can have some.</summary>
    private static string WithMain(string block, int index)
    {
        var root = ((CompilationUnitSyntax)CompilationFactory.Parse(block, "Block.cs").GetRoot()).NormalizeWhitespace();
        var statements = root.Members.OfType<GlobalStatementSyntax>().ToArray();
        if (statements.Length == 0)
            return block;
        var types = root.RemoveNodes(statements, SyntaxRemoveOptions.KeepNoTrivia)!;
        return $$"""
            {{types.ToFullString()}}
            internal static class Block{{index}}
            {
                public static async Task RunAsync(string[] args)
                {
                    {{string.Concat(statements.Select(statement => statement.ToFullString()))}}
                    await Task.FromResult(args);
                }
            }
            """;
    }
}
