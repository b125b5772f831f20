/** Redis did not answer: the same request is worth a retry. */
export class ClusterAway extends Error {
  override readonly name = 'ClusterAway'
}

/** What the cluster answers; throws ClusterAway when it does not. */
export const fromCluster = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw new ClusterAway('Redis is away', { cause: error })
  }
}
