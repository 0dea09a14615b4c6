using StateGen.Generators.Tests.Schemas;

namespace StateGen.Generators.Tests.Analyzers.SG4000;

/// <summary>Tests that one edit of an enum gives one report for each state that holds it.</summary>
public sealed class EnumEditTests
{
    private const string List = "[State] private partial ListState<Color> All { get; }";

    public static TheoryData<string, string, string, string> Edits
    {
        get
        {
            (string Before, string After, string Id)[] edits =
            [
                ("{ Red, Green, Blue }", "{ Red, Blue }", "SG4013"),
                ("{ Red, Green, Blue }", "{ Red, Green }", "SG4013"),
                ("{ Red, Green }", "{ Red, Lime }", "SG4013"),
                ("{ Red, Green, Blue }", "{ Lime, Red, Blue }", "SG4013"),
                ("{ Red, Green }", "{ Red, Blue, Green }", "SG4008"),
                ("{ Red }", "{ Red, Green, Blue }", "SG4008"),
                ("{ Red, Green }", "{ Green, Red }", "SG4014"),
                ("{ Red, Green, Blue }", "{ Red = 5, Green, Blue }", "SG4014"),
                ("{ Red, Green }", "{ Red, [FormerName(\"Green\")] Lime }", "SG4007"),
                ("{ Red, Green }", "{ [FormerName(\"Green\")] Lime, Red }", "SG4007"),
                (": byte { Red, Green }", ": short { Red, Green }", "SG4008"),
                ("{ Red = 1, Green = 2 }", "{ Red = 2, Green = 2 }", "SG4008"),
            ];
            string[] states =
            [
                "[State] private partial Color Last { get; set; }", "[State] private partial Color? Last { get; set; }", List, "[State] private partial MapState<int, Color> ByNumber { get; }",
                "[State] private partial MapState<Color, int> Counts { get; }", "[State] private partial MapState<Color, Color> Next { get; }",
                "[State] private partial Car? Last { get; set; }", "[State] private partial (Color, Color) Pair { get; set; }", "[State] private partial MapState<(Color, int), int> Counts { get; }", "key",
            ];
            var data = new TheoryData<string, string, string, string>();
            foreach (var (before, after, id) in edits)
            {
                foreach (var state in states)
                    data.Add(before, after, state, id);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task One_edit_gives_one_report(string before, string after, string state, string id)
    {
        var recorded = RecordedProject.After(Code(before, state));
        var found = (await AnalyzedCode.AnalyzeAsync([Code(after, state)], recorded.Files)).InEditor.ToArray();
        Assert.True(found.Length == 1, string.Join("\n", found.Select(diagnostic => diagnostic.ToString())));
        if (state == List)
            Assert.Equal(id, found[0].Id);
    }

    [Fact]
    public async Task The_report_describes_the_first_changes_of_the_edit()
    {
        var recorded = RecordedProject.After(Code("{ A, B, C, D, E }", List));
        var found = Assert.Single((await AnalyzedCode.AnalyzeAsync([Code("{ A = 1, B, C, D, E }", List)], recorded.Files)).InEditor);
        Assert.Contains(
            "'Color.A' changed from the value 0 to the value 1, 'Color.B' changed from the value 1 to the value 2, 'Color.C' changed from the value 2 to the value 3 and 2 more.",
            found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edits_of_two_enums_give_two_reports()
    {
        const string Mood = "[State] private partial ListState<Color> All { get; } [State] private partial ListState<Mood> Moods { get; }";
        var recorded = RecordedProject.After(Code("{ A, B } internal enum Mood { Good, Bad }", Mood));
        var analyzed = await AnalyzedCode.AnalyzeAsync([Code("{ B, A } internal enum Mood { Bad, Good }", Mood)], recorded.Files);
        Assert.Equal(["SG4014", "SG4014"], analyzed.InEditor.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task A_change_that_is_not_readable_for_the_previous_version_is_not_reported_beside_an_error_of_the_state()
    {
        const string Log = "[State] private partial ListState<Line> Log { get; }";
        var recorded = RecordedProject.After(Code("{ A } internal sealed record Line(int Count, int Price);", Log));
        var analyzed = await AnalyzedCode.AnalyzeAsync([Code("{ A } internal sealed record Line(byte Count, long Price);", Log)], recorded.Files);
        Assert.Equal("SG4009", Assert.Single(analyzed.InEditor).Id);
        analyzed = await AnalyzedCode.AnalyzeAsync([Code("{ A } internal sealed record Line(int Number, long Price);", Log)], recorded.Files);
        Assert.Equal("SG4006", Assert.Single(analyzed.InEditor).Id);
    }

    private static string Code(string members, string state) => $$"""
        [Operator("sample")]
        internal sealed partial class Sample : KeyedOperator<{{(state == "key" ? "Color" : "string")}}, int, int>
        {
            {{(state == "key" ? "" : state)}}

            protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
        }

        internal sealed record Car(Color Paint, Color Trim);

        internal enum Color {{members}}
        """;
}
