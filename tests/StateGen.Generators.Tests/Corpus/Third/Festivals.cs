using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StateGen;

namespace Corpus.Third.Festivals;

public sealed record Beat(string Stage, int Visitors, DateTimeOffset At);

public sealed class Scoreboard
{
    private readonly List<Func<int>> _sources = [];

    public event Action? Refreshed;

    public void Watch(string name, Func<int> source) => _sources.Add(source);

    public int Sum() => _sources.Sum(source => source());

    public void Refresh() => Refreshed?.Invoke();
}

public sealed class Ticker(Action<string> print) : IDisposable
{
    private readonly string _host = Environment.MachineName;

    public string Stamp => $"{_host}: {DateTime.UtcNow:T}";

    public void Tick() => print(Stamp);

    public void Dispose() => print("end");
}

public static class Clocks
{
    public static Func<DateTimeOffset> System { get; } = () => DateTimeOffset.UtcNow;

    public static TimeSpan Since(DateTimeOffset start) => DateTimeOffset.UtcNow - start;
}

public sealed class Tape
{
    private readonly global::System.IO.StreamReader _reader = new("tape.txt");

    public string? Next => _reader.ReadLine();
}

// Operators may be nested, if the types around them are partial.
public static partial class Stages
{
    [Operator("festival-stages")]
    internal sealed partial class Counter : KeyedOperator<string, Beat, int>
    {
        private readonly Timer _timer;
        private readonly Tape _tape;

        [State] private partial int Visitors { get; set; }
        [State] private partial DateTimeOffset? Start { get; set; }

        public Counter(Ticker ticker, Tape tape)
        {
            _tape = tape;
            _timer = new Timer(_ => Visitors = 0, null, 1_000, 1_000); // expect: SG2005
            ticker.Tick();
        }

        protected override void OnEvent(Beat beat, OperatorContext<int> context)
        {
            Start ??= beat.At;
            Visitors += beat.Visitors;
            if (Clocks.Since(beat.At) > TimeSpan.FromHours(1)) // expect: SG2010
                return;
            if (_tape.Next is { } line) // expect: SG2011
                context.Emit(line.Length);
            context.Emit(Visitors);
        }

        protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
        {
            var workers = new List<Task>();
            for (var i = 0; i < 4; i++)
            {
                var share = i;
                workers.Add(Task.Run(() => context.Emit(share))); // expect: SG2005
            }

            context.Emit(workers.Count);
        }
    }

    [Operator("festival-boards")]
    internal sealed partial class Boards(Scoreboard board, Ticker ticker) : KeyedOperator<string, Beat, IReadOnlyCollection<string>>
    {
        [State] private partial int Visitors { get; set; }
        [State, Ttl(Days = 1)] private partial MapState<string, int> PerStage { get; }

        protected override void OnEvent(Beat beat, OperatorContext<IReadOnlyCollection<string>> context)
        {
            Visitors += beat.Visitors;
            PerStage[beat.Stage] = beat.Visitors;
            if (beat.Visitors > 1_000)
                board.Refreshed += ShowAll; // expect: SG2006

            // Added and removed in one method.
            board.Refreshed += Show;
            board.Refresh();
            board.Refreshed -= Show;

            var names = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (stage, visitors) in PerStage)
            {
                if (visitors > 100)
                    names.Add(stage);
            }

            context.Emit(names); // expect: SG2014
            names.Add(ticker.Stamp); // expect: SG2010
        }

        private void Show() => Visitors--;

        private void ShowAll() => Visitors = 0;
    }

    [Operator("festival-latest")]
    internal sealed partial class Window<T>(int size) : KeyedOperator<string, T, IEnumerable<T>>
        where T : notnull
    {
        private T? _last; // expect: SG2001

        [State] private partial ListState<T> Items { get; }

        protected override void OnEvent(T value, OperatorContext<IEnumerable<T>> context)
        {
            if (Equals(_last, value))
                return;
            _last = value;
            Items.Update(Items.Append(value).TakeLast(size));
            context.Emit(Items); // expect: SG2008
        }

        internal IEnumerable<T> Newest(int count) => Items.TakeLast(count); // expect: SG2008
    }
}
