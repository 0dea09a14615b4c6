using System.Globalization;
using Azure;
using Azure.Identity;
using StateGen.Checkpoints;

namespace StateGen.AzureBlob;

/// <summary>
/// Turns the failures of requests into exceptions of a checkpoint storage. Their messages contain the status and the error code of the service, and no text of
/// the request, which may contain a signature.
/// </summary>
internal sealed class AzureBlobFailures(string location)
{
    public async Task<T> GuardAsync<T>(string action, string path, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await request(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Failure(action, path, exception);
        }
    }

    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        RequestFailedException or AuthenticationFailedException or IOException or HttpRequestException => true,
        AggregateException several => several.InnerExceptions.All(inner => IsFailure(inner, cancellationToken)),
        _ => false,
    };

    public CheckpointStorageException Failure(string action, string path, Exception cause) =>
        new($"Cannot {action} '{path}' in the checkpoint storage '{location}': {Describe(cause)}", cause);

    private static string Describe(Exception cause) => cause switch
    {
        RequestFailedException { Status: > 0 } failed =>
            string.Create(CultureInfo.InvariantCulture, $"the service answered {failed.Status} {failed.ErrorCode}."),
        AggregateException { InnerExceptions: { Count: > 0 } attempts } =>
            string.Create(CultureInfo.InvariantCulture, $"{attempts.Count} attempts failed, the last one with: {Describe(attempts[^1])}"),
        OperationCanceledException => "the service did not answer in time.",
        _ => cause.Message,
    };
}
