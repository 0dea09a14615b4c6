using StateGen.TestKit;

namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Tests that neither the generator nor an analyzer throws an exception for malformed code, which is common while a user types.</summary>
[Trait("Category", "Slow")]
public class MalformedCodeTests
{
    private const int VariantsOfSeed = 250;
    private const int FilesOfProject = 25;

    // Correct operators, and the wrong and right examples of every rule.
    private static readonly string[] Samples = [.. CorrectOperators.Files.Values, .. DiagnosticPage.Examples];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Nothing_throws_over_code_with_tokens_missing(int seed)
    {
        var random = new Random(seed);
        for (var variants = 0; variants < TestScale.Of(VariantsOfSeed); variants += FilesOfProject)
            await AnalyzedCode.AnalyzeAsync([.. random.GetItems(Samples, FilesOfProject).Select(sample => MalformedText.DropTokens(random, sample))]);
    }
}
