using StateGen.Tests.Pipelines;

namespace StateGen.Tests.Operators;

/// <content>The operators.</content>
public abstract partial class TimerStormTests
{
    private sealed record StormOptions
    {
        public Action OnTimer { get; init; } = () => { };

        public Action<Storms>? Firing { get; init; }

        public bool IsEndless { get; init; }

        public bool IsAtEnd { get; init; }

        public int RowsByRecord { get; init; }

        public int RowsByTimer { get; init; } = 1;
    }

    private sealed class Passing<T>() : TotalOperator<T, T>("passing")
    {
        protected override void OnEvent(T value, OperatorContext<T> context)
        {
            Count++;
            context.Emit(value);
        }
    }

    /// <summary>Registers a timer for each key, a minute after the event, and at the end of input another one when it fires, which is kept.</summary>
    private sealed class Storms(StormOptions options) : TotalOperator<Reading, string>("storms")
    {
#pragma warning disable SG2001 // They belong to the test, and not to the state.
        public int Registered { get; private set; }

        public int Fired { get; private set; }
#pragma warning restore SG2001

        protected override void OnEvent(Reading value, OperatorContext<string> context)
        {
            Registered++;
            if (Key != "late")
                context.Timers.RegisterEventTime(value.Time.AddMinutes(1));
            for (var row = 0; row < options.RowsByRecord; row++)
                context.Emit(Key);
        }

        protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
        {
            Count++;
            Fired++;
            for (var row = 0; row < options.RowsByTimer; row++)
                context.Emit(Key);
            if (options.IsEndless)
                context.Timers.RegisterEventTime(timer.Timestamp);
            else if (options.IsAtEnd)
                context.Timers.RegisterEventTime(timer.Timestamp.AddYears(1));
            options.OnTimer();
            options.Firing?.Invoke(this);
        }
    }
}
