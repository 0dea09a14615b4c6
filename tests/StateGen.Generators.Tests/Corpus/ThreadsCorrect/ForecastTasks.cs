using System.Threading;

namespace Corpus.ThreadsCorrect.ForecastTasks;

public sealed record Observation(string Station, double[] Pressures, CancellationToken Aborted);

public interface IForecasts
{
    Task<double> PredictAsync(string station, double pressure);

    void Post(string station, double value);
}

[Operator("threadscorrect.forecast-tasks")]
public sealed partial class ForecastTasks(IForecasts forecasts) : KeyedOperator<string, Observation, double>
{
    [State] private partial double Pressure { get; set; }

    [State] private partial int Count { get; set; }

    protected override void OnEvent(Observation observation, OperatorContext<double> context)
    {
        Count++;
        Pressure = observation.Pressures.Average();
        var (pressure, station) = (Pressure, Key);
        Task.Run(() => forecasts.Post(station, pressure));
        Task.Run(() => PostAsync(station, pressure), observation.Aborted);
        _ = PostAsync(Key, Pressure);

        var predicted = forecasts.PredictAsync(Key, Pressure).ContinueWith(task => task.Result, TaskScheduler.Default);
        predicted.ContinueWith(value => forecasts.Post(station, value.Result), TaskContinuationOptions.OnlyOnRanToCompletion);
        observation.Aborted.Register(() => Console.WriteLine($"{station} aborted"));
        ThreadPool.QueueUserWorkItem(static value => Console.WriteLine(value), Pressure, preferLocal: false);
        new Thread(Report) { IsBackground = true }.Start(Count);
        context.Emit(Pressure);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<double> context)
    {
        if (Count % 2 == 0)
            _ = StoreAsync(timer.Timestamp);
        Pressure = 0;
    }

    private static void Report(object? count) => Console.WriteLine(count);

    private async Task PostAsync(string station, double pressure)
    {
        var prediction = await forecasts.PredictAsync(station, pressure);
        forecasts.Post(station, prediction);
    }

    private async Task StoreAsync(DateTimeOffset at)
    {
        var station = Key;
        if (Count > 1_000)
        {
            await Console.Out.WriteLineAsync("many");
            return;
        }

        var pressure = Pressure;
        Count = 0;
        await PostAsync(station, pressure);
        await Console.Out.WriteLineAsync($"{at:u} {station}");
    }
}

[Operator("threadscorrect.forecast-tasks.parallel")]
public sealed partial class ForecastParallel : KeyedOperator<string, Observation, double>
{
    [State] private partial double Mean { get; set; }

    [State] private partial int Outliers { get; set; }

    [State, Ttl(Days = 3)] private partial ListState<double> Deviations { get; }

    protected override void OnEvent(Observation observation, OperatorContext<double> context)
    {
        var pressures = observation.Pressures;
        var mean = Mean;
        var deviations = new double[pressures.Length];
        Parallel.For(0, pressures.Length, i => deviations[i] = Math.Abs(pressures[i] - mean));
        Deviations.AddRange(deviations);

        var outliers = 0;
        Parallel.ForEach(deviations, deviation =>
        {
            if (deviation > 5)
                Interlocked.Increment(ref outliers);
        });
        Outliers += outliers;

        Mean = pressures.AsParallel().Select(pressure => pressure * 0.5).Sum() + (mean / 2);
        var high = Deviations.ToArray().AsParallel().Where(static deviation => deviation > 1).ToList();
        high.ForEach(deviation => Mean += deviation / 100);
        var above = deviations.AsParallel().AsSequential().Count(deviation => deviation > Mean);
        context.Emit(Mean + above);
    }
}
