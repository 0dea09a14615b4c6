using System.Text;

namespace Corpus.Values.Reassembly;

public sealed record Fragment(int Stream, int Offset, bool First, bool Last, string Payload);

public sealed record Message(int Stream, string Text, int Fragments);

[Operator("values.reassembly")]
public sealed partial class Reassembly : KeyedOperator<int, Fragment, Message>
{
    private readonly List<Fragment> _parts = []; // expect: SG2001
    private readonly StringBuilder _text = new(); // expect: SG2001

    [State] private partial int Messages { get; set; }

    protected override void OnEvent(Fragment fragment, OperatorContext<Message> context)
    {
        if (fragment.First)
            _parts.Clear();
        _parts.Add(fragment);
        if (!fragment.Last)
            return;

        _parts.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        foreach (var part in _parts)
            _text.Append(part.Payload);
        Messages++;
        context.Emit(new Message(Key, _text.ToString(), _parts.Count));
        _text.Clear();
    }
}

/// <summary>Prints the statement lines of an account in pages of twenty.</summary>
[Operator("values.reassembly.pages")]
public sealed partial class StatementPages : KeyedOperator<string, decimal, string>
{
    private const int PageSize = 20;

    private string[] _lines = new string[PageSize]; // expect: SG2001
    private int _used; // expect: SG2001
    private readonly Stack<decimal> _reversals = new(); // expect: SG2001

    [State] private partial decimal Balance { get; set; }

    protected override void OnEvent(decimal amount, OperatorContext<string> context)
    {
        Balance += amount;
        if (amount < 0)
            _reversals.Push(amount);
        _lines[_used++] = $"{amount,12:F2} {Balance,12:F2}";
        if (_used < PageSize)
            return;
        context.Emit(string.Join('\n', _lines) + $"\n{_reversals.Count} reversals");
        _used = 0;
        _lines = new string[PageSize];
        _reversals.Clear();
    }
}
