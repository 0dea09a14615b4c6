using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Tests.Schemas;
using StateGen.Schemas;
using StateGen.TestKit;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>
/// The compiler and the runtime give one verdict. Made-up projects are shipped version by version, each compiled with its generated code; what the analyzers
/// say about the next version is compared with what the restore of a checkpoint of the last one does.
/// </summary>
[Trait("Category", "Slow")]
public sealed class GuardianAgreementTests(ITestOutputHelper output)
{
    // What stands for a refusal of the restore. SG4006 and SG4012 are suspicions, and no restore refuses those.
    private static readonly string[] Refusals = ["SG4009", "SG4010", "SG4011", "SG4013", "SG4016"];

    [Fact]
    public Task On_pairs_of_versions() => CompareAsync(TestScale.Of(500), shipments: 1);

    [Fact]
    public Task On_chains_of_versions() => CompareAsync(TestScale.Of(200), shipments: 3);

    private async Task CompareAsync(int count, int shipments)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("STATEGEN_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set STATEGEN_SEED to draw the same projects)");
        var random = new Random(seed);
        var operators = Enumerable.Range(0, count).Select(index => RandomOperator.Create(random, $"p{index}")).ToArray();
        var shipped = CompiledVersion.Of(operators);
        var chains = operators.ToDictionary(sample => sample.Id, sample => SchemaChain.Start(shipped.SchemaOf(sample.Id)));
        var recorded = new RecordedProject().Record(operators.Select(sample => shipped.SchemaOf(sample.Id))).Ship();
        for (var version = 1; version < shipments; version++)
            Ship(random, operators, chains, recorded);

        var next = operators.Select(sample => OperatorMutation.Apply(random, sample)).ToArray();
        var compiled = CompiledVersion.Of(next);
        var diagnostics = await compiled.AnalyzeAsync(recorded.Files);
        var refused = diagnostics.Where(diagnostic => Refusals.Contains(diagnostic.Id)).ToLookup(OperatorOf);
        foreach (var sample in next)
            AssertSame(seed, sample, chains[sample.Id], compiled, [.. refused[sample.Id]]);
        Assert.InRange(next.Count(sample => refused.Contains(sample.Id)), count / 10, count * 9 / 10);
    }

    // Whoever cannot restore the new version stays at the old one.
    private static void Ship(Random random, RandomOperator[] operators, Dictionary<string, SchemaChain> chains, RecordedProject recorded)
    {
        var candidates = operators.Select(sample => OperatorMutation.Apply(random, sample)).ToArray();
        var compiled = CompiledVersion.Of(candidates);
        var accepted = new List<OperatorSchema>();
        for (var index = 0; index < operators.Length; index++)
        {
            var id = operators[index].Id;
            if (Restore(chains[id], compiled, id) is not { } chain)
                continue;
            (chains[id], operators[index]) = (chain, candidates[index]);
            accepted.Add(compiled.SchemaOf(id));
        }

        recorded.Record(accepted).Ship();
    }

    private static SchemaChain? Restore(SchemaChain chain, CompiledVersion version, string operatorId)
    {
        try
        {
            return chain.Continue(version.SchemaOf(operatorId), version.UpgradesOf(operatorId), now: 0);
        }
        catch (StateSchemaException)
        {
            return null;
        }
    }

    private static void AssertSame(int seed, RandomOperator sample, SchemaChain chain, CompiledVersion version, Diagnostic[] refusals)
    {
        var isRefused = Restore(chain, version, sample.Id) is null;
        Assert.True(isRefused == refusals.Length > 0, $"""
            seed {seed}: the restore {(isRefused ? "refuses" : "accepts")} {sample.Id}, the analyzers say: {string.Join("; ", refusals.Select(refusal => refusal.GetMessage()))}
            {string.Join("\n\n", chain.Generations.Select(generation => generation.Schema))}

            {sample}
            """);
    }

    private static string OperatorOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<NamespaceDeclarationSyntax>()!.Name.ToString();
}
