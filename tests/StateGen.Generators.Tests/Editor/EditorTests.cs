using System.Diagnostics;
using Microsoft.CodeAnalysis.CodeFixes;
using StateGen.CodeFixes.SG2000;
using StateGen.Generators.Tests.Harness;

namespace StateGen.Generators.Tests.Editor;

/// <summary>What a user of an editor sees in a project of a hundred operators, and how soon. Nothing else runs while this is measured.</summary>
[Collection(AloneDefinition.Name)]
public sealed class EditorTests : IDisposable
{
    private const int Operators = 100;
    private const int Edits = 7;

    // The first is found where it is written; the second one by the flow of values through the callback.
    private static readonly Mistake Clock = new("SG2010", "context.Timestamp", "DateTimeOffset.UtcNow", new NondeterministicCallbackCodeFixProvider());
    private static readonly Mistake LostChange = new("SG2007", "\n        Recent = recent;", "", new StateNotAssignedBackCodeFixProvider());
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly EditedProject _project = new(Enumerable.Range(0, Operators).Select(OperatorOf));

    public static TheoryData<string> Mistakes => [Clock.Rule, LostChange.Rule];

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_shown_within_a_second_and_disappears_with_its_fix(string rule)
    {
        var mistake = Find(rule);
        Assert.Empty(await _project.FindAsync(Operators / 2));
        var times = new List<TimeSpan>();
        for (var edit = 0; edit < Edits; edit++)
        {
            var document = edit * Operators / Edits;
            var start = Stopwatch.GetTimestamp();
            await _project.EditAsync(document, mistake.Correct, mistake.Wrong);
            var shown = Assert.Single(await _project.FindAsync(document));
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.Equal(rule, shown.Id);
            await _project.FixAsync(mistake.Fix, document, shown);
            Assert.Empty(await _project.FindAsync(document));
        }

        var median = times.Order().ElementAt(Edits / 2);
        TestContext.Current.TestOutputHelper!.WriteLine($"A mistake is shown after {median.TotalMilliseconds:F0} ms.");
        Assert.InRange(median, TimeSpan.Zero, Soon);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Fix_All_corrects_the_project(string rule)
    {
        var mistake = Find(rule);
        int[] wrong = [3, 50, 97];
        foreach (var document in wrong)
            await _project.EditAsync(document, mistake.Correct, mistake.Wrong);
        await _project.FixAllAsync(mistake.Fix, document: 3, Assert.Single(await _project.FindAsync(3)));
        foreach (var document in wrong)
        {
            Assert.Empty(await _project.FindAsync(document));
            Assert.Equal(OperatorOf(document), await _project.ReadAsync(document));
        }
    }

    [Fact]
    public async Task The_definition_of_a_state_is_its_declaration_and_the_generated_half()
    {
        var parts = await _project.GoToDefinitionAsync(document: 7, "Count += value;");
        Assert.Equal(2, parts.Count);
        Assert.Equal(("File7.cs", "[State] private partial int Count { get; set; }"), parts[0]);
        Assert.StartsWith("generated: ", parts[1].Name, StringComparison.Ordinal);
        Assert.StartsWith("private partial int Count", parts[1].Text, StringComparison.Ordinal);
    }

    private static Mistake Find(string rule) => new[] { Clock, LostChange }.Single(mistake => mistake.Rule == rule);

    private static string OperatorOf(int number) => $$"""
        namespace Project.Part{{number}};

        internal sealed record Reading(string Sensor, DateTimeOffset At);

        [Operator("counter-{{number}}")]
        internal sealed partial class Counter : KeyedOperator<string, int, Reading>
        {
            [State] private partial int Count { get; set; }
            [State] private partial Reading? Last { get; set; }
            [State(Copy = true)] private partial List<int>? Recent { get; set; }
            [State, Ttl(Days = 7)] private partial MapState<string, double> BySensor { get; }

            protected override void OnEvent(int value, OperatorContext<Reading> context)
            {
                Count += value;
                var recent = Recent ?? [];
                recent.Add(value);
                Recent = recent;
                Last = new(Key, context.Timestamp);
                BySensor[Key] = BySensor.GetValueOrDefault(Key) + value;
                context.Emit(Last);
            }
        }
        """;

    /// <param name="Rule">The rule that reports the mistake.</param>
    /// <param name="Correct">The text that is replaced.</param>
    /// <param name="Wrong">The mistake.</param>
    /// <param name="Fix">The fix that brings the text back.</param>
    private sealed record Mistake(string Rule, string Correct, string Wrong, CodeFixProvider Fix);
}
