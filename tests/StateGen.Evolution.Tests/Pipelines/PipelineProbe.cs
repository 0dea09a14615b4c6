namespace StateGen.Evolution.Tests.Pipelines;

public sealed class PipelineProbe<TOperator> : IPipelineProbe
    where TOperator : KeyedOperator<int, int, string>, new()
{
    public Task<JobResult> RunAsync(ISource<int> source, ISink<string> sink, PipelineOptions options) =>
        Pipeline.From(source).KeyBy(value => value % 5).Process(() => new TOperator()).To(sink).RunAsync(options, TestContext.Current.CancellationToken);
}
