using System.Globalization;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>An operator of one version of a made-up project, as text in parts that mutations exchange.</summary>
/// <param name="Id">Its id, and the namespace of everything that it is made of.</param>
/// <param name="Key">The type of its key.</param>
/// <param name="States">Its states.</param>
/// <param name="Records">The members of the records <c>R0</c>, <c>R1</c>, …; one mentions only later ones.</param>
/// <param name="Enums">The members of the enums <c>E0</c>, <c>E1</c>, … with their numbers.</param>
internal sealed record RandomOperator(
    string Id, string Key, IReadOnlyList<RandomState> States, IReadOnlyList<IReadOnlyList<RandomMember>> Records, IReadOnlyList<IReadOnlyList<RandomMember>> Enums)
{
    public const int RecordCount = 3;
    public const int EnumCount = 2;

    public static RandomOperator Create(Random random, string id) => new(
        id,
        RandomTypes.Key(random),
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(index => RandomState.Create(random, $"S{index}"))],
        [.. Enumerable.Range(0, RecordCount).Select(record => Members(random, member => RandomTypes.Member(random, record + 1), member => $"M{member}"))],
        [.. Enumerable.Range(0, EnumCount).Select(_ => Members(random, member => member.ToString(CultureInfo.InvariantCulture), member => $"N{member}"))]);

    public override string ToString() => $$"""
        namespace {{Id}}
        {
            internal sealed record KeyRecord(int A, string B);

        {{string.Join("\n", Records.Select((members, index) => $"    internal sealed record R{index}({string.Join(", ", members.Select(member => $"{member.Type} {member.Name}"))});"))}}

        {{string.Join("\n", Enums.Select((members, index) => $"    internal enum E{index} {{ {string.Join(", ", members.Select(member => $"{member.Name} = {member.Type}"))} }}"))}}

            [Operator("{{Id}}")]
            internal sealed partial class Sample : KeyedOperator<{{Key}}, int, int>
            {
        {{string.Join("\n", States.Select(state => "        " + state))}}

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }

        """;

    private static IReadOnlyList<RandomMember> Members(Random random, Func<int, string> type, Func<int, string> name) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(index => new RandomMember(name(index), type(index)))];
}
