using System.Diagnostics;
using Microsoft.CodeAnalysis;
using StateGen.CodeFixes.SG2000;
using StateGen.Generators.Tests.Harness;

namespace StateGen.Generators.Tests.Editor;

/// <summary>What a user of an editor sees in a project of a hundred operators, and how soon. Nothing else runs while this is measured.</summary>
[Collection(AloneDefinition.Name)]
public sealed class EditorTests : IDisposable
{
    private const int Operators = 100;
    private const int Edits = 7;
    private const string Correct = "context.Timestamp";
    private const string Wrong = "DateTimeOffset.UtcNow";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly EditedProject _project = new(Enumerable.Range(0, Operators).Select(OperatorOf));

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_mistake_is_shown_within_a_second_and_disappears_with_its_fix()
    {
        Assert.Empty(await _project.FindAsync(Operators / 2));
        var times = new List<TimeSpan>();
        for (var edit = 0; edit < Edits; edit++)
        {
            var document = edit * Operators / Edits;
            var start = Stopwatch.GetTimestamp();
            await _project.EditAsync(document, Correct, Wrong);
            var mistake = Assert.Single(await _project.FindAsync(document));
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.Equal("SG2010", mistake.Id);
            await _project.FixAsync(new NondeterministicCallbackCodeFixProvider(), document, mistake);
            Assert.Empty(await _project.FindAsync(document));
        }

        var median = times.Order().ElementAt(Edits / 2);
        TestContext.Current.TestOutputHelper!.WriteLine($"A mistake is shown after {median.TotalMilliseconds:F0} ms.");
        Assert.InRange(median, TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task Fix_All_corrects_the_project()
    {
        int[] wrong = [3, 50, 97];
        foreach (var document in wrong)
            await _project.EditAsync(document, Correct, Wrong);
        await _project.FixAllAsync(new NondeterministicCallbackCodeFixProvider(), document: 3, Assert.Single(await _project.FindAsync(3)));
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

    private static string OperatorOf(int number) => $$"""
        namespace Project.Part{{number}};

        internal sealed record Reading(string Sensor, DateTimeOffset At);

        [Operator("counter-{{number}}")]
        internal sealed partial class Counter : KeyedOperator<string, int, Reading>
        {
            [State] private partial int Count { get; set; }
            [State] private partial Reading? Last { get; set; }
            [State, Ttl(Days = 7)] private partial MapState<string, double> BySensor { get; }

            protected override void OnEvent(int value, OperatorContext<Reading> context)
            {
                Count += value;
                Last = new(Key, context.Timestamp);
                BySensor[Key] = BySensor.GetValueOrDefault(Key) + value;
                context.Emit(Last);
            }
        }
        """;
}
