namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Runs commands against generated state.</summary>
[Operator("oracle")]
internal sealed partial class OracleProbe : KeyedOperator<string, Command[], string>, IKeyState
{
    private OperatorContext<string> _context = null!;

    [State]
    public partial long Number { get; set; }

    [State]
    public partial int? Optional { get; set; }

    [State]
    public partial string? Text { get; set; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    public partial long Fading { get; set; }

    [State]
    private partial MapState<string, long?> Entries { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    private partial MapState<long, string> FadingEntries { get; }

    [State]
    private partial ListState<long> Elements { get; }

    [State]
    [Ttl(Milliseconds = OracleModel.TimeToLive)]
    private partial ListState<string> FadingElements { get; }

    public IEnumerable<KeyValuePair<string, long?>> Map => Entries;

    public IEnumerable<KeyValuePair<long, string>> FadingMap => FadingEntries;

    public IEnumerable<long> List => Elements;

    public IEnumerable<string> FadingList => FadingElements;

    public void Put(string key, long? value) => Entries[key] = value;

    public bool Remove(string key) => Entries.Remove(key);

    public void RemoveNegatives()
    {
        using var cursor = Entries.OpenCursor();
        while (cursor.MoveNext())
        {
            if (cursor.Current.Value < 0)
                cursor.RemoveCurrent();
        }
    }

    public void ClearMap() => Entries.Clear();

    public void PutFading(long key, string value) => FadingEntries[key] = value;

    public bool RemoveFading(long key) => FadingEntries.Remove(key);

    public void Append(long element) => Elements.Add(element);

    public void Replace(long[] elements) => Elements.Update(elements);

    public void AppendFading(string element) => FadingElements.Add(element);

    public void Clear() => ClearState();

    public void Register(long timestamp) => _context.Timers.RegisterEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void Delete(long timestamp) => _context.Timers.DeleteEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public bool Contains(long timestamp) => _context.Timers.ContainsEventTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void RegisterProcessingTime(long timestamp) => _context.Timers.RegisterProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void DeleteProcessingTime(long timestamp) => _context.Timers.DeleteProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public bool ContainsProcessingTime(long timestamp) => _context.Timers.ContainsProcessingTime(DateTimeOffset.FromUnixTimeMilliseconds(timestamp));

    public void Emit(string value) => _context.Emit($"{Key}: {value}");

    protected override void OnEvent(Command[] value, OperatorContext<string> context)
    {
        _context = context;
        foreach (var command in value)
            command.ApplyTo(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        _context = context;
        Command.ApplyTimer(this, timer.Kind, timer.Timestamp.ToUnixTimeMilliseconds());
    }
}
