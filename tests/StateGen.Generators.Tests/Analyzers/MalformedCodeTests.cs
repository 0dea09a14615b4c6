namespace StateGen.Generators.Tests.Analyzers;

/// <summary>Code that is being typed is malformed most of the time: neither the generator nor an analyzer may throw over it.</summary>
public class MalformedCodeTests
{
    private const int VariantsOfSeed = 25;

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
        var files = CorrectOperators.Files.Values.ToArray();
        for (var variant = 0; variant < VariantsOfSeed; variant++)
            await AnalyzedCode.AnalyzeAsync(MalformedText.DropTokens(random, files[random.Next(files.Length)]));
    }
}
