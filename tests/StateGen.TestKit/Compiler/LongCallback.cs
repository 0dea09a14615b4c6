using System.Globalization;
using System.Text;

namespace StateGen.TestKit.Compiler;

/// <summary>
/// Writes a correct operator with one callback of any length: locals, uses of state, conditions, calls, loops, changes of collections, lambdas and copies of
/// state that are assigned back, again and again.
/// </summary>
internal static class LongCallback
{
    // A group of statements and how many they are, with those inside. # is the number of the group.
    private static readonly (int Count, string Code)[] Groups =
    [
        (1, "var reading# = value.Value * # + Total;"),
        (3, "if (value.Value > Total) { Total = value.Value; Count++; }"),
        (3, "foreach (var (name#, amount#) in ByName) { if (amount# > # && name# != value.Sensor) total += amount#; }"),
        (3, "var recent# = Recent ?? []; recent#.Add(Count + #); Recent = recent#;"),
        (1, "ByName[value.Sensor] = ByName.GetValueOrDefault(value.Sensor) + total;"),
        (3, "var names# = new List<string> { value.Sensor }; names#.Add(Key); total += names#.Count;"),
        (2, "var limit# = total + #; total += Limits.Where(limit => limit > limit#).Select(limit => limit * value.Value).DefaultIfEmpty().Max();"),
        (1, "Add(value, Count % 7);"),
        (7, "switch (value.Kind) { case 0: total++; break; case 1: total += Measure(value, #); break; default: Count--; break; }"),
        (4, "for (var i = 0; i < 3; i++) { total += i * Count; if (total > 1e9) break; }"),
        (1, "Last = value with { Value = total };"),
        (3, "if (Last is { } last# && last#.Value > total) context.Emit(last#.Value); else total--;"),
        (4, "var copy# = Recent; if (copy# is not null) { copy#.RemoveAll(item => item < Count); Recent = copy#; }"),
        (3, "try { total = checked(total / Count); } catch (ArithmeticException) { total = #; }"),
        (3, "if (ByName.Count > 100 + #) { ByName.Clear(); total = ByName.TryGetValue(value.Sensor, out var found#) ? found# : 0; }"),
    ];

    /// <summary>The global usings that the operator needs.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using StateGen;
        """;

    /// <summary>Writes the operator.</summary>
    /// <param name="statements">The number of statements in its callback.</param>
    public static string Write(int statements)
    {
        var body = new StringBuilder();
        for (var (group, count) = (0, 0); count < statements; group++)
        {
            var (more, code) = Groups[group % Groups.Length];
            body.Append("        ").AppendLine(code.Replace("#", group.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            count += more;
        }

        return $$"""
            namespace Long;

            internal sealed record Reading(string Sensor, int Kind, double Value);

            [Operator("long")]
            internal sealed partial class LongOperator : KeyedOperator<string, Reading, double>
            {
                private static readonly double[] Limits = [1, 10, 100];

                [State] private partial int Count { get; set; }
                [State] private partial double Total { get; set; }
                [State] private partial Reading? Last { get; set; }
                [State(Copy = true)] private partial List<int>? Recent { get; set; }
                [State, Ttl(Days = 7)] private partial MapState<string, double> ByName { get; }

                protected override void OnEvent(Reading value, OperatorContext<double> context)
                {
                    var total = value.Value;
            {{body}}
                    context.Emit(total);
                }

                private void Add(Reading value, int times) => Total += value.Value * times;

                private double Measure(Reading value, int by) => Last is { } last ? value.Value - last.Value : by * Total;
            }
            """;
    }
}
