namespace StateGen.Generators.Tests.Documents;

/// <summary>Prose uses the words of <see cref="WordList"/> and none of the phrases of <see cref="Phrase"/>.</summary>
public class ProseTests
{
    [Fact]
    public void Documents_are_in_plain_English() => AssertPlain(Markdown.Documents.Select(Prose.OfDocument));

    [Fact]
    public void Pages_about_diagnostics_are_in_plain_English() => AssertPlain(Markdown.DiagnosticPages.Select(Prose.OfDocument));

    [Fact]
    public void Titles_and_messages_of_diagnostics_are_in_plain_English() => AssertPlain(Catalogue.SelectMany(Prose.OfLiterals));

    [Fact]
    public void Titles_and_messages_of_diagnostics_do_not_begin_with_a_clause() =>
        AssertNone(Catalogue.SelectMany(Prose.OfLiterals), Phrase.ClauseAtStart.FindUses);

    [Fact]
    public void Documentation_in_source_is_in_plain_English() => AssertPlain(Sources.SelectMany(Prose.OfDocumentation));

    [Fact]
    public void Summaries_in_source_do_not_begin_with_a_clause() => AssertNone(Sources.SelectMany(Prose.OfSummaries), Phrase.ClauseAtStart.FindUses);

    [Fact]
    public void The_word_list_is_in_order_and_has_each_word_once()
    {
        Assert.Equal(WordList.Entries.Order(StringComparer.OrdinalIgnoreCase), WordList.Entries);
        Assert.Distinct(WordList.Entries, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("An operater counts.\n\nIt counts.", "page.md(1): operater")]
    [InlineData("A row.\n\n`operater` and [row](operater.md), but **operater**", "page.md(3): operater")]
    [InlineData("The list grows for\never.", "page.md(1): \"for ever\" - better: without bound, forever")]
    [InlineData("The key is no number.", "page.md(1): \"is no\" - better: is not, is not a")]
    [InlineData("A row. What is stored must be read.", "page.md(1): \"What is stored must be read.\" - better: begin with the subject instead of a clause")]
    public void A_finding_names_file_line_and_word(string text, string finding) => Assert.Equal([finding], Find(Page(text)));

    [Theory]
    [InlineData("Operators and rows, the operator's row: there is no other. What is stored?")]
    [InlineData("```csharp\nfor ever operater\n```\n\n<!-- operater -->")]
    public void Code_and_correct_prose_have_no_findings(string text) => Assert.Empty(Find(Page(text)));

    [Fact]
    public void Documentation_and_literals_are_found_in_source_without_the_code_in_them()
    {
        var code = new RepositoryFile("Code.cs", """
            /// <summary>
            /// Whether <c>operater</c> and <see cref="Operater"/> grow
            /// for ever.
            /// </summary>
            class Operater
            {
                string Message => "The operater {0}";
            }
            """);
        Assert.Equal(["Code.cs(3): \"for ever\" - better: without bound, forever"], Prose.OfDocumentation(code).SelectMany(Find));
        Assert.Equal(["Code.cs(2): \"Whether\" - better: begin with a noun or a verb"], Prose.OfSummaries(code).SelectMany(Phrase.ClauseAtStart.FindUses));
        Assert.Equal(["Code.cs(7): operater"], Prose.OfLiterals(code).SelectMany(Find));
    }

    private static IEnumerable<RepositoryFile> Sources => RepositoryFile.Find("src", "*.cs");

    private static IEnumerable<RepositoryFile> Catalogue => RepositoryFile.Find("src/Generators", "DiagnosticCatalogue*.cs");

    private static Prose Page(string text) => Prose.OfDocument(new("page.md", text));

    private static void AssertPlain(IEnumerable<Prose> texts) => AssertNone(texts, Find);

    private static void AssertNone(IEnumerable<Prose> texts, Func<Prose, IEnumerable<string>> find)
    {
        var prose = texts.ToArray();
        var findings = prose.SelectMany(find).ToArray();
        Assert.NotEmpty(prose);
        Assert.True(findings.Length == 0, $"{findings.Length} findings. Correct the text, or add a correct word to Words.txt.\n{string.Join("\n", findings)}");
    }

    private static IEnumerable<string> Find(Prose prose) => WordList.FindUnknown(prose).Concat(Phrase.Unwanted.SelectMany(phrase => phrase.FindUses(prose)));
}
