using System.Globalization;
using System.Text.RegularExpressions;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>An operator of one version of a made-up project, as text in parts that mutations exchange.</summary>
/// <param name="Id">Its id, and the namespace of everything that it is made of.</param>
/// <param name="Key">The type of its key.</param>
/// <param name="States">Its states.</param>
/// <param name="Records">What types know as <c>R0</c>, <c>R1</c>, …, whatever they are called; one mentions only later ones.</param>
/// <param name="Enums">What types know as <c>E0</c>, <c>E1</c>, …, with their numbers.</param>
/// <param name="Generic">What constructed types know as <c>G</c>, after its first member of type <c>T</c>.</param>
/// <param name="Cases">The cases of the union <c>U</c>, of the types <c>C0</c>, <c>C1</c>, …, by tag.</param>
internal sealed partial record RandomOperator(
    string Id, string Key, IReadOnlyList<RandomState> States, IReadOnlyList<RandomType> Records, IReadOnlyList<RandomType> Enums, RandomType Generic, IReadOnlyList<(int Tag, int Case)> Cases)
{
    public const int RecordCount = 3;
    public const int EnumCount = 2;
    public const int CaseCount = 3;

    public static RandomOperator Create(Random random, string id) => new(
        id,
        RandomTypes.Key(random),
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(index => RandomState.Create(random, $"S{index}"))],
        [.. Enumerable.Range(0, RecordCount).Select(record => RandomType.Create(random, $"R{record}", _ => RandomTypes.Member(random, record + 1), "M"))],
        [.. Enumerable.Range(0, EnumCount).Select(number => RandomType.Create(random, $"E{number}", member => member.ToString(CultureInfo.InvariantCulture), "N"))],
        RandomType.Create(random, "G", _ => RandomTypes.Scalar(random), "M"),
        [.. Enumerable.Range(0, random.Next(1, CaseCount + 1)).Select(index => (index, index))]);

    public override string ToString() => $$"""
        namespace {{Id}}
        {
            internal sealed record KeyRecord(int A, string B);
            {{string.Concat(Cases.OrderBy(single => single.Tag).Select(single => $"[UnionCase({single.Tag}, typeof(C{single.Case}))] "))}}internal interface U;
        {{string.Join("\n", Enumerable.Range(0, CaseCount).Select(number => $"    internal sealed record C{number}(int Value) : U;"))}}
            internal sealed record G<T>({{string.Join(", ", Generic.Members.Select(Write).Prepend("T First"))}});
        {{string.Join("\n", Records.Select(record => $"    {RandomType.Attributes(record.FormerNames)}internal sealed record {record.Name}({string.Join(", ", record.Members.Select(Write))});"))}}
        {{string.Join("\n", Enums.Select(type => $"    {(type.IsFlags ? "[Flags] " : "")}{RandomType.Attributes(type.FormerNames)}internal enum {type.Name} {{ {string.Join(", ", type.Members.Select(member => $"{RandomType.Attributes(member.FormerNames)}{member.Name} = {member.Type}"))} }}"))}}
        {{string.Concat(States.Select(state => NameTypes(state.WriteFunctions() + state.WriteUpgrade())))}}

            [Operator("{{Id}}")]
            internal sealed partial class Sample : KeyedOperator<{{Key}}, int, int>
            {
        {{string.Join("\n", States.Select(state => "        " + RandomType.Attributes(state.FormerNames) + NameTypes(state.ToString())))}}

                protected override void OnEvent(int value, OperatorContext<int> context) => ClearState();
            }
        }

        """;

    private string Write(RandomMember member) => $"{RandomType.Attributes(member.FormerNames)}{NameTypes(member.Type)} {member.Name}";

    private string NameTypes(string text) => Placeholder.Replace(text, match => (match.Value[0] == 'R' ? Records : Enums)[match.Value[1] - '0'].Name);

    [GeneratedRegex(@"\b[RE]\d\b", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Placeholder { get; }
}
