"""The language model behind the gateway: the llama.cpp server inside the xllamacpp wheel.

    python chat.py MODEL.gguf PORT      ready when GET /health is 200

One thread on purpose: with two, on shared cores, the workers wait for one another and the speed falls to a tenth.
It speaks plain HTTP on loopback and asks for API_KEY, which only the gateway has. ALIAS is the model's name.
"""

import os
import signal
import sys

import xllamacpp

settings = xllamacpp.CommonParams()
settings.model.path = sys.argv[1]
settings.port = int(sys.argv[2])
settings.n_ctx = 4096
settings.n_parallel = 1
# A small model may go on until its context is full: minutes on a laptop. Steady answers, too, make tests repeatable.
settings.n_predict = 700
settings.sampling.temp = 0.0
settings.sampling.penalty_repeat = 1.1
settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
settings.use_jinja = True
settings.model_alias = {os.environ["ALIAS"]}
settings.api_keys = [os.environ["API_KEY"]]

server = xllamacpp.Server(settings)
print("ready", server.listening_address, flush=True)
signal.sigwait({signal.SIGTERM, signal.SIGINT})
