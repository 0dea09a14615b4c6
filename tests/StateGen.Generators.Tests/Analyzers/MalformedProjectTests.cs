using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Tests.Schemas;
using StateGen.Schemas.Recording;
using StateGen.TestKit;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>
/// Tests that no rule about schemas throws an exception for malformed code next to malformed schema files, as they occur while a user types or merges.
/// </summary>
public sealed class MalformedProjectTests(ITestOutputHelper output)
{
    private const string Thrown = "AD0001";

    private static readonly ImmutableArray<DiagnosticAnalyzer> Rules =
        [.. AnalyzedCode.Analyzers.Where(analyzer => analyzer.SupportedDiagnostics[0].Id.StartsWith("SG4", StringComparison.Ordinal))];

    [Fact]
    public async Task Nothing_throws_over_malformed_code_beside_malformed_files()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var projects = CorrectOperators.Files.Values.Select(code => (Code: code, Recorded: new RecordedProject().Record(code), Shipped: RecordedProject.After(code))).ToArray();
        var found = new HashSet<string>();
        for (var variant = 0; variant < TestScale.Of(400); variant++)
        {
            var (code, recorded, shipped) = projects[random.Next(projects.Length)];
            var typed = random.Next(3) == 0 ? code : MalformedText.DropTokens(random, code);
            var diagnostics = await AnalyzeAsync(typed, Spoil(random, random.Next(2) == 0 ? recorded : shipped));
            Assert.True(diagnostics.All(diagnostic => diagnostic.Id != Thrown), $"seed {seed}, variant {variant}: {string.Join("\n", diagnostics)}\n{typed}");
            found.UnionWith(diagnostics.Select(diagnostic => diagnostic.Id));
        }

        Assert.Superset(new HashSet<string> { "SG4004", "SG4005", "SG4015" }, found);
    }

    private static ImmutableArray<AdditionalText> Spoil(Random random, RecordedProject recorded) =>
    [
        new InMemoryFile(SchemaFileFormat.ShippedName, random.Next(2) == 0 ? recorded.Shipped : MalformedText.SpoilLines(random, recorded.Shipped)),
        new InMemoryFile(SchemaFileFormat.UnshippedName, random.Next(2) == 0 ? recorded.Unshipped : MalformedText.SpoilLines(random, recorded.Unshipped)),
    ];

    private static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string code, ImmutableArray<AdditionalText> files) =>
        AnalyzedCode.Compile(code).WithAnalyzers(Rules, new AnalyzerOptions(files)).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
}
